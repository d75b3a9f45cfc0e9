import { memoryStore } from './memory-store.ts'
import { outboxStoreContract } from './store-contract.ts'

outboxStoreContract('in memory', () => {
  const store = memoryStore()
  return { store, put: store.put, putBlob: store.putBlob }
})
