/** `<ki-lotse endpoint="…" open>`: wires the modules. Speaks the page's `lang` until the conversation has its own. */
import {Connection, newId, persist} from './connection.js'
import {Conversation, charactersLeft} from './conversation.js'
import {Panel} from './panel.js'
import {TokenStore} from './storage.js'
import {messageNode, updateMessage} from './view.js'
import {wordsFor} from './words.js'

const STYLES = ['style.css', 'talk.css'].map(name => new URL(name, import.meta.url).href)

/** The element. Attributes: `endpoint`, the API's origin (default: the script's); `open`, whether the panel is. */
export class KiLotse extends HTMLElement {
  static observedAttributes = ['open']

  #panel = new Panel(this.attachShadow({mode: 'open'}), STYLES)
  #store = new TokenStore()
  #conversation = new Conversation()
  #connection
  #life // ends every listener and request of this element
  #talk // ends the requests of this conversation
  #reading // ends the stream
  #words = null // what /api/words said last
  #speaking = 0 // counts the languages asked for; the last one wins
  #greeting = null
  #greetings = 0
  #flushed = null // the signal of the conversation that is being sent
  #loading = false
  #waited = false

  /** The page's language, as its `lang` says. */
  get language() {
    return this.closest('[lang]')?.lang || 'de'
  }

  connectedCallback() {
    this.#life = new AbortController()
    this.#talk = new AbortController()
    const {origin} = new URL(this.getAttribute('endpoint') || import.meta.url, document.baseURI)
    this.#connection = new Connection(origin)
    this.#connection.token = this.#store.token
    this.#connection.language = this.language
    this.#panel.launch(wordsFor(this.language))
    this.#panel.listen(this.#handlers(), this.#life.signal)
    document.addEventListener('visibilitychange', () => this.#follow(), {signal: this.#life.signal})
    if (this.hasAttribute('open')) this.#open({focus: false})
  }

  disconnectedCallback() {
    for (const controller of [this.#life, this.#talk, this.#reading]) controller?.abort()
    this.#life = this.#reading = null
  }

  attributeChangedCallback(name, before, now) {
    if (!this.#life || (before === null) === (now === null)) return
    if (now === null) this.#close()
    else this.#open()
  }

  #handlers() {
    return {
      open: () => this.setAttribute('open', ''),
      close: () => this.removeAttribute('open'),
      submit: () => this.#submit(),
      type: () => this.#typed(),
      retry: key => this.#retry(key),
      speak: option => this.#switch(option),
      remove: () => this.#remove(),
    }
  }

  async #open({focus = true} = {}) {
    await this.#panel.ready
    if (!this.#life || !this.hasAttribute('open')) return
    this.#panel.open({focus})
    if (!this.#words) await this.#load()
    this.#panel.scroll()
    this.#follow()
  }

  #close() {
    this.#panel.close()
    this.#follow()
  }

  /** The conversation so far, then the words in its language. Where it fails, opening again tries again. */
  async #load() {
    if (this.#loading) return
    this.#loading = true
    const own = wordsFor(this.language)
    const {signal} = this.#life
    const insist = task => persist(task, signal, () => this.#panel.tell(own.offline))
    try {
      const gone = await insist(() => this.#recall(signal))
      await insist(() => this.#speak(this.#conversation.state?.language || this.language))
      this.#panel.warn(gone?.text ?? '', gone?.language)
      this.#panel.focusMoved()
    } catch {
      if (!signal.aborted) this.#panel.warn(own.unavailable, own.language)
    }
    if (!this.#conversation.waiting) this.#panel.tell('')
    this.#loading = false
  }

  /** Reads what the token opens. Returns the fault when that is gone. */
  async #recall(signal) {
    try {
      for (let more = Boolean(this.#connection.token); more;) {
        const page = await this.#connection.read(this.#conversation.seen, signal)
        this.#take(page)
        more = page.more
      }
    } catch (fault) {
      if (fault.code !== 'gone') throw fault
      this.#forget()
      return fault
    }
  }

  /** Speaks a language from now on, and greets in it as long as nothing was said. */
  async #speak(language) {
    const turn = ++this.#speaking
    const words = await this.#connection.words(language, this.#life.signal)
    if (turn !== this.#speaking) return
    this.#words = words
    this.#connection.language = words.language
    this.#panel.speak(words, wordsFor(words.language).question)
    this.#typed()
    if (!this.#greeting || !this.#conversation.items.length) this.#greet()
    this.#draw()
  }

  #greet() {
    const {greeting, language, direction} = this.#words
    this.#greeting = {...greeting, author: 'bot', language, direction, key: `greeting-${++this.#greetings}`}
  }

  #draw() {
    if (!this.#words) return
    const {texts, ...ui} = this.#words
    const create = item => messageNode(item, texts, ui, ({id, title}) => this.#say(title, id))
    const update = (node, item) => updateMessage(node, item, texts, ui)
    this.#panel.draw([this.#greeting, ...this.#conversation.items], create, update)
    this.#panel.remover.hidden = !this.#connection.token
    const {waiting} = this.#conversation
    if (waiting !== this.#waited) this.#panel.tell(waiting ? texts.waiting : '', waiting)
    this.#waited = waiting
  }

  #typed() {
    const left = charactersLeft(this.#panel.input.value)
    const count = `\u2066${left}\u2069` // a minus stays before its number
    this.#panel.countdown(left, this.#words?.texts.characters.replace('{count}', count) ?? '')
  }

  #submit() {
    const {input} = this.#panel
    if (input.value.trim()) this.#say(input.value)
    input.value = input.value.trim() ? '' : input.value
    this.#typed()
    input.focus()
  }

  /** A language chosen in the middle of a conversation is said in it, so that the assistant follows. */
  async #switch({value, textContent, dataset}) {
    if (this.#conversation.items.length) this.#say(textContent, dataset.button)
    try {
      await this.#speak(value)
    } catch {
      this.#panel.languages.value = this.#words.language
    }
  }

  #retry(key) {
    this.#panel.focus()
    this.#panel.warn('')
    this.#conversation.retry(key)
    this.#flush()
  }

  /** Sends a text, or a button's title; `full` is what goes back to the input if it is refused. */
  #say(text, button = null, full = button ? '' : text) {
    this.#conversation.add({clientId: newId(), text, full, button, language: this.#words.language})
    this.#panel.warn('')
    this.#flush()
  }

  /** Sends what is to be sent, one after the other. */
  async #flush() {
    const {signal} = this.#talk
    this.#draw()
    if (this.#flushed === signal) return
    this.#flushed = signal
    while (this.#conversation.next && !signal.aborted) await this.#deliver(this.#conversation.next, signal)
    if (this.#flushed === signal) this.#flushed = null
    this.#follow()
  }

  async #deliver(item, signal) {
    const {texts} = this.#words
    try {
      const offline = () => this.#panel.tell(texts.offline)
      const reply = await persist(() => this.#connection.send(item, signal), signal, offline)
      if (signal.aborted) return
      if (reply.token) this.#store.token = this.#connection.token = reply.token
      this.#waited = null // says anew whether an answer is to come
      this.#take(reply)
      this.#conversation.confirm(reply.message)
      if (!this.#conversation.failed) this.#panel.warn('')
    } catch (fault) {
      if (signal.aborted) return
      if (fault.code === 'gone') return this.#gone(fault)
      this.#waited = null
      if (fault.temporary) this.#conversation.fail()
      else this.#giveBack(item)
      this.#panel.warn(fault.temporary ? texts.failed : fault.text || texts.failed, fault.language)
      this.#draw()
      this.#panel.toEnd()
    }
    this.#draw()
  }

  /** The text that the server did not want goes back to where it can be mended. */
  #giveBack(item) {
    this.#conversation.discard(item.key)
    this.#refill(item.full)
  }

  #refill(text) {
    const {input} = this.#panel
    input.value = [text, input.value].filter(Boolean).join('\n')
    this.#typed()
  }

  #take({messages, state, after}) {
    const before = this.#conversation.state?.language
    this.#conversation.receive(messages, after)
    if (state) this.#conversation.state = state
    this.#draw()
    const spoken = this.#conversation.state?.language
    const known = this.#words?.languages.some(({code}) => code === spoken)
    if (known && spoken !== before && spoken !== this.#words.language) this.#speak(spoken).catch(() => {})
  }

  /** Reads on while somebody looks: the panel is open and the tab is in front. */
  async #follow() {
    const looking = this.#life && this.hasAttribute('open') && !document.hidden && this.#connection.token
    if (!looking) {
      this.#reading?.abort()
      this.#reading = null
    }
    if (!looking || this.#reading) return
    const {signal} = this.#reading = new AbortController()
    try {
      for await (const news of this.#connection.follow(() => this.#conversation.seen, signal)) {
        if (signal.aborted) return
        this.#take(news)
      }
    } catch (fault) {
      if (fault.code === 'gone' && !signal.aborted) this.#gone(fault)
    }
  }

  /** The conversation is no more: say so, keep what was being written, and start anew. */
  #gone(fault) {
    const text = this.#conversation.unsent
    this.#forget()
    this.#refill(text)
    this.#panel.warn(fault.text || this.#words.texts.failed, fault.language)
  }

  #forget() {
    this.#talk.abort()
    this.#reading?.abort()
    this.#talk = new AbortController()
    this.#reading = null
    this.#store.token = this.#connection.token = null
    this.#conversation = new Conversation()
    if (!this.#words) return
    this.#greet()
    this.#draw()
  }

  async #remove() {
    const {signal} = this.#talk
    try {
      await this.#connection.forget(signal)
    } catch (fault) {
      if (signal.aborted) return
      const {unavailable} = wordsFor(this.#words.language)
      if (fault.code !== 'gone') return this.#panel.warn(fault.text || unavailable, fault.language)
    }
    this.#forget()
    this.#panel.warn('')
    this.#panel.tell(this.#words.texts.deleted)
    this.#panel.focus()
  }
}
