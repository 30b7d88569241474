/** The one opaque token, never text: in the tab's session, or on the device if its owner says so. */

const KEY = 'ki-lotse'

/** A place for the token. `places` returns the session's and the device's storage; reading them may throw. */
export class TokenStore {
  _memory = null

  constructor(places = () => [sessionStorage, localStorage]) {
    this._places = places
  }

  /** The token, or null. */
  get token() {
    return this._read(0) || this._read(1) || this._memory
  }

  /** Keeps a token where the one before was; null forgets it everywhere. */
  set token(token) {
    const kept = token && this.kept
    this._memory = token
    this._write(0, kept ? null : token)
    this._write(1, kept ? token : null)
  }

  /** Whether the token stays on the device when the tab is closed. */
  get kept() {
    return Boolean(this._read(1))
  }

  /** Keeps the token on the device, or in this tab alone. */
  keep(kept) {
    const {token} = this
    this._write(kept ? 1 : 0, token)
    this._write(kept ? 0 : 1, null)
  }

  _read(place) {
    try {
      return this._places()[place].getItem(KEY)
    } catch (refused) {
      return null
    }
  }

  _write(place, token) {
    try {
      if (token) this._places()[place].setItem(KEY, token)
      else this._places()[place].removeItem(KEY)
    } catch (refused) {
      // Refused or full: the token lives as long as the page.
    }
  }
}
