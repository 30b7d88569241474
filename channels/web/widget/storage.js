/** The one opaque token, never text: in the tab's session, in memory where that is refused. */

const KEY = 'ki-lotse'

/** A place for the token. `open` returns the session storage; it may throw, as browsers do that refuse it. */
export class TokenStore {
  #open
  #memory = null

  constructor(open = () => globalThis.sessionStorage) {
    this.#open = open
  }

  /** The token, or null. */
  get token() {
    try {
      return this.#open().getItem(KEY) ?? this.#memory
    } catch {
      return this.#memory
    }
  }

  /** Keeps a token; null forgets it. */
  set token(token) {
    this.#memory = token
    try {
      if (token === null) this.#open().removeItem(KEY)
      else this.#open().setItem(KEY, token)
    } catch {
      // Refused or full: the token lives as long as the page.
    }
  }
}
