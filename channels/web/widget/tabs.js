/** The open tabs of this site: one that has a conversation gives its token to those that ask. Stores nothing. */
export class Tabs {
  /** `mine` is this tab's token; `given` hears of a token, `ended` of one that was forgotten. */
  constructor(name, {mine, given, ended}) {
    if (typeof BroadcastChannel === 'undefined') return // before Safari 15.4 each tab stands alone
    this._channel = new BroadcastChannel(name)
    this._channel.onmessage = ({data}) => {
      if (data.ask && mine()) this.give(mine())
      if (data.token && !mine()) given(data.token)
      if (data.ended && data.ended === mine()) ended()
    }
  }

  /** Asks whether another tab has a conversation. */
  ask() {
    this._post({ask: true})
  }

  give(token) {
    this._post({token})
  }

  end(token) {
    this._post({ended: token})
  }

  close() {
    if (this._channel) this._channel.close()
    this._channel = null
  }

  _post(data) {
    if (this._channel) this._channel.postMessage(data)
  }
}

/** Joins a chat with those of the other tabs: a conversation in one of them goes on in all. */
export function join(app) {
  const tabs = new Tabs(`ki-lotse ${app.origin}`, {
    mine: () => app.connection.token,
    given: token => adopt(app, token),
    ended: () => app.forget(false),
  })
  if (!app.connection.token) tabs.ask()
  return tabs
}

async function adopt(app, token) {
  if (app.conversation.waiting) return
  app.connection.token = app.store.token = token
  try {
    await app.recall()
    app.follow()
  } catch (fault) {
    // The stream or the next opening tries again.
  }
}
