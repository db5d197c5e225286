// The wire between nodes on Redis: one channel, nothing kept there. Down, it costs time and loses nothing (SYNC-14).
// Called by main where REDIS_URL is set.
import { createClient } from 'redis'
import type { Wire } from './bus.ts'

/** Plans and people have random ids: two installations on one Redis do not understand each other, and do no harm. */
const channel = 'assise'
const pauseMsMax = 2_000

/** Returns at once, whether Redis answers or not; it is tried again for as long as the server runs. */
export function openRedisWire(url: string, failed: (error: unknown) => void): Wire {
  const speaker = open(url, failed)
  const listener = open(url, failed)
  let heard: (text: string) => void = () => {}
  const listening = listener
    .connect()
    .then(() => listener.subscribe(channel, (text) => heard(text)))
    .catch(() => {})
  speaker.connect().catch(() => {})
  return {
    send(text) {
      // What is lost here is found again in the database.
      speaker.publish(channel, text).catch(() => {})
    },
    listen(hear) {
      heard = hear
    },
    ready: () => speaker.isReady && listener.isReady,
    async close() {
      for (const client of [speaker, listener]) client.destroy()
      await listening
    },
  }
}

function open(url: string, failed: (error: unknown) => void) {
  const client = createClient({
    url,
    // A hint that waits for Redis to come back is no use to anyone.
    disableOfflineQueue: true,
    socket: { connectTimeout: 5_000, reconnectStrategy: (tries) => Math.min(50 * 2 ** tries, pauseMsMax) },
  })
  let told = false
  client.on('ready', () => {
    told = false
  })
  // Once for each time it goes away, not at each try.
  client.on('error', (error: unknown) => {
    if (!told) failed(error)
    told = true
  })
  return client
}
