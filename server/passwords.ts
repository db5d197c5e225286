// Hides argon2id: hashing a password, and checking one in the same time whether there is a hash or not.
// Called by acts/logins.

/** Loaded with the first password: a server whose people come by link or passkey does without. */
const argon2 = () => import('@node-rs/argon2')

/** 19 MiB, two passes, one lane (OWASP's floor for argon2id), which is the library's default variant. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const passwordLengthMin = 12

export async function hashPassword(password: string): Promise<string> {
  return (await argon2()).hash(normal(password), cost)
}

let decoy: Promise<string> | undefined

/**
 * Whether a password fits a hash. With no hash (nobody has this address, or no password) a decoy is checked all the same:
 * the time taken tells nothing.
 */
export async function fitsPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const { hash, verify } = await argon2()
  decoy ??= hash('nobody has this password', cost)
  const fits = await verify(passwordHash ?? (await decoy), normal(password))
  return passwordHash !== null && fits
}

/** The same password typed on two keyboards may come composed or not (é as one sign or two). */
function normal(password: string): string {
  return password.normalize('NFKC')
}
