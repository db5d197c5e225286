// Ed25519 by the platform's own cryptography (WebCrypto, in browsers and in Node). Called by whoever checks a note.

/** Whether a signature holds. Throws where the platform has no Ed25519, which is no answer about the signature. */
export async function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  let key: CryptoKey
  try {
    key = await crypto.subtle.importKey('raw', new Uint8Array(publicKey), 'Ed25519', false, ['verify'])
  } catch (error) {
    // DataError: the bytes are no key of the curve. Anything else: no such algorithm here.
    if (error instanceof DOMException && error.name === 'DataError') return false
    throw error
  }
  return crypto.subtle.verify('Ed25519', key, new Uint8Array(signature), new Uint8Array(message))
}
