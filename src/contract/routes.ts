/** Addresses of the API, in one place for both sides. */
export const API = '/api/v1'
export const routes = {
  regions: () => `${API}/regions`,
  manifest: (region: string) => `${API}/regions/${encodeURIComponent(region)}/catalogue`,
  catalogueFile: (sha256: string) => `${API}/catalogue-files/${sha256}.json`,
  scores: (region: string) => `${API}/regions/${encodeURIComponent(region)}/scores`,
  publicNotices: (region: string) => `${API}/regions/${encodeURIComponent(region)}/notices`,
  publicNotice: (region: string, id: string) =>
    `${API}/regions/${encodeURIComponent(region)}/notices/${id}`,
  board: (region: string) => `${API}/regions/${encodeURIComponent(region)}/board`,
  blob: (sha256: string) => `${API}/blobs/${sha256}`,
  missingBlobs: () => `${API}/blobs/missing`,
  sync: () => `${API}/sync`,
  receiptLookup: () => `${API}/receipts/lookup`,
  receiptPhoto: () => `${API}/receipts/photo`,
  pushKey: () => `${API}/push/key`,
  casePush: () => `${API}/push/case`,
  pushEnd: () => `${API}/push/end`,
  supervisorPush: () => `${API}/supervisor/push`,
  supervisorPushEnd: () => `${API}/supervisor/push/end`,
  enrol: () => `${API}/supervisor/enrol`,
  visits: () => `${API}/supervisor/visits`,
  drawVisit: () => `${API}/supervisor/visits/draw`,
  outcomes: () => `${API}/supervisor/inspections`,
  reply: (inspection: string) => `${API}/supervisor/inspections/${inspection}/reply`,
  time: () => `${API}/time`,
  health: () => '/healthz',
} as const
