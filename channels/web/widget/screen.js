/** The panel on a small screen: the whole of it, above the keyboard, with the page behind at rest. */

/** Lets the page around an element rest while `dialog` covers it, and keeps the panel within what is seen. */
export class Screen {
  _resting = []

  /** `close` is called by a phone's "back". */
  constructor(element, ui, dialog, close) {
    Object.assign(this, {_element: element, _ui: ui, _dialog: dialog, _close: close})
    this._fitting = () => this._fit()
  }

  /** Says whether the panel covers the screen. */
  cover(covers) {
    const seen = window.visualViewport
    for (const type of seen ? ['resize', 'scroll'] : []) {
      seen.removeEventListener(type, this._fitting)
      if (covers) seen.addEventListener(type, this._fitting)
    }
    this._covers = covers
    if (covers) this._dialog.setAttribute('aria-modal', 'true')
    else this._dialog.removeAttribute('aria-modal')
    this._rest(covers)
    this._watchBack(covers)
    this._fit()
  }

  /** Everything beside the element and its ancestors is out of reach, for a keyboard and for a screen reader. */
  _rest(resting) {
    for (const [node, attribute] of this._resting) node.removeAttribute(attribute)
    this._resting = []
    document.documentElement.style.overflow = resting ? 'hidden' : ''
    if (!resting) return
    const attribute = 'inert' in document.body ? 'inert' : 'aria-hidden'
    for (let node = this._element; node !== document.body && node.parentElement; node = node.parentElement) {
      for (const other of node.parentElement.children) {
        if (other === node || other.hasAttribute(attribute) || /^(SCRIPT|STYLE|LINK)$/.test(other.tagName)) continue
        other.setAttribute(attribute, attribute === 'inert' ? '' : 'true')
        this._resting.push([other, attribute])
      }
    }
  }

  _watchBack(covers) {
    if (this._back) this._back.destroy()
    this._back = null
    if (!covers || !window.CloseWatcher) return
    this._back = new window.CloseWatcher()
    this._back.onclose = () => this._close()
  }

  /** iOS lays its keyboard over the page; the panel ends above it. */
  _fit() {
    const seen = window.visualViewport
    const fits = seen && this._covers && seen.scale < 1.01
    this._ui.style.setProperty('--height', fits ? `${Math.round(seen.height)}px` : null)
    this._ui.style.setProperty('--top', fits ? `${Math.round(seen.offsetTop)}px` : null)
  }
}
