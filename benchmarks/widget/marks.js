// Runs in the embedding page before all of its scripts. Keeps in `__marks`, in ms of performance.now(), when something
// was done (clicked, sent: the time of the event itself) and when something was on the screen: after the frame that
// painted it. `__faults`: violations of the page's policy and errors of its scripts.
(() => {
  window.__marks = {}
  window.__faults = []
  window.__shown = (() => {
    const root = () => document.querySelector('ki-lotse').shadowRoot
    const shown = selector => [...root().querySelectorAll(selector)].some(node => node.getClientRects().length)
    return {
      panel: () => shown('.panel'),
      greeting: () => shown('.log .message.bot'),
      usable: () => shown('textarea') && root().activeElement === root().querySelector('textarea'),
      answer: () => shown('.message.resident ~ .message.bot'),
    }
  })()

  const waiting = {} // name -> who wants to know

  /** The mark as soon as it is there; an Error after so long. */
  window.__when = (name, mostMs) => new Promise((resolve, reject) => {
    if (name in __marks) return resolve(__marks[name])
    setTimeout(() => reject(new Error(`not ${name} after ${mostMs} ms`)), mostMs)
    waiting[name] = (waiting[name] || []).concat(resolve)
  })

  function mark(name, time) {
    if (name in __marks) return
    __marks[name] = time
    for (const resolve of waiting[name] || []) resolve(time)
  }

  addEventListener('click', event => mark('clicked', event.timeStamp), true)
  addEventListener('keydown', event => { if (event.key === 'Enter') mark('sent', event.timeStamp) }, true)
  addEventListener('error', event => __faults.push(String(event.message)))
  addEventListener('unhandledrejection', event => __faults.push(String(event.reason)))
  document.addEventListener('securitypolicyviolation',
    event => __faults.push(`CSP ${event.violatedDirective} ${event.blockedURI}`))

  let looking = false

  /** Looks in the next frame, and takes the time after it. */
  function look() {
    if (looking) return
    looking = true
    requestAnimationFrame(() => {
      looking = false
      const names = Object.keys(__shown).filter(name => !(name in __marks) && __shown[name]())
      if (names.length) setTimeout(() => names.forEach(name => mark(name, performance.now())))
    })
  }

  const attach = Element.prototype.attachShadow
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options)
    new MutationObserver(look).observe(root, {subtree: true, childList: true, attributes: true, characterData: true})
    root.addEventListener('load', look, true) // a style sheet shows things too
    return root
  }
})()
