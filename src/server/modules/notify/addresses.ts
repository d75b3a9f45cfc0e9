/**
 * Where a push may be sent. The endpoint is what a stranger's browser told us, so it must not make this server knock
 * at doors of its own network (SSRF): https on the usual port only, and never an address that is not public, which is
 * looked at when the connection is made, so that a name cannot answer twice.
 */
import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { HttpError } from '../../http/errors.ts'

const notPublic = new BlockList()
// IANA's special-purpose registries: https://www.iana.org/assignments/iana-ipv4-special-registry
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  notPublic.addSubnet(net, prefix, 'ipv4')
const publicV6 = new BlockList()
publicV6.addSubnet('2000::', 3, 'ipv6')
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  notPublic.addSubnet(net, prefix, 'ipv6')

/** Whether the address (IPv4 or IPv6) is one of the open internet. An IPv4 address in IPv6 clothes is looked at too. */
export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return isPublicAddress(mapped)
  switch (isIP(address)) {
    case 4:
      return !notPublic.check(address, 'ipv4')
    case 6:
      return publicV6.check(address, 'ipv6') && !notPublic.check(address, 'ipv6')
    default:
      return false
  }
}

/** Throws `invalid` where no push may be sent to the endpoint, as far as its text tells. */
export function checkEndpoint(endpoint: string): void {
  const { protocol, port, hostname, username, password } = new URL(endpoint)
  const bare = hostname.replace(/^\[|\]$/g, '')
  const named = isIP(bare) === 0 && bare.includes('.') && !/\.(local|localhost|internal)\.?$/i.test(bare)
  const open = named || isPublicAddress(bare)
  if (protocol === 'https:' && port === '' && username === '' && password === '' && open) return
  throw new HttpError('invalid', 'no push is sent to such an address', {
    problems: [{ path: 'target.endpoint', message: 'not a public https address' }],
  })
}

/** `dns.lookup`, but names that lead to an address which is not public are refused. */
export const publicLookup: LookupFunction = (hostname, options, answer) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    const [first] = error ? [] : found
    if (!first) answer(error ?? new Error('no address'), '', 0)
    else if (!found.every(({ address }) => isPublicAddress(address)))
      answer(new Error('not a public address'), '', 0)
    else if (options.all === true) answer(null, found)
    else answer(null, first.address, first.family)
  })
}
