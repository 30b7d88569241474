/** Stylelint's rules of the floor: what an old browser lacks, and what it makes of a new selector. */
import DoIUse from 'doiuse'
import valueParser from 'postcss-value-parser'
import stylelint from 'stylelint'
import {BROWSERS, CSS, lacks} from './browsers.js'

const UNSUPPORTED = 'floor/unsupported'
const FOCUS = 'floor/focus-visible'
const {createPlugin, utils} = stylelint
const messages = utils.ruleMessages(UNSUPPORTED, {
  lacking: what => `A browser of the floor lacks "${what}": ask with @supports, or give a fallback before it`,
})
const focusMessages = utils.ruleMessages(FOCUS, {
  mixed: () => 'A browser without :focus-visible drops the whole rule: give it a rule of its own',
  alone: selector => `A browser without :focus-visible shows no ring of ours: say it for "${selector}" too`,
})

/** What counts in every browser: not inside of `@supports (…)`, and of two values for a property the first. */
function standing(root) {
  const rest = root.clone()
  rest.walkAtRules('supports', rule => { if (!rule.params.startsWith('not')) rule.remove() })
  rest.walkDecls(({prop, parent}) => {
    for (const later of parent.nodes.filter(node => node.prop === prop).slice(1)) later.remove()
  })
  return rest
}

/** The names in a value that the browsers may lack: keywords of the property, functions, units. */
function* inValue({prop, value}) {
  const words = []
  valueParser(value).walk(node => { words.push(node); return node.value !== 'url' })
  for (const {type, value: word} of words) {
    const unit = type === 'word' && valueParser.unit(word)
    if (type === 'function' && lacks(CSS.functions, word)) yield `${word}()`
    if (unit && lacks(CSS.units, unit.unit)) yield unit.unit
    if (type === 'word' && lacks(CSS.properties[prop], word)) yield `${prop}: ${word}`
  }
}

function* inNode(node) {
  if (node.type === 'decl') {
    if (lacks(CSS.properties, node.prop)) yield node.prop
    else yield* inValue(node)
  } else if (node.type === 'rule') {
    for (const [, name] of node.selector.matchAll(/:([a-z-]+)/g)) if (lacks(CSS.selectors, name)) yield `:${name}`
  } else if (node.type === 'atrule') {
    if (lacks(CSS.atRules, node.name)) yield `@${node.name}`
    for (const [, name] of node.name === 'media' ? node.params.matchAll(/\(\s*(?:min-|max-)?([a-z-]+)/g) : []) {
      if (lacks(CSS.media, name)) yield `(${name})`
    }
  }
}

/** `harmless`: names that degrade by themselves, each with its reason. */
const unsupported = (_on, {harmless = {}} = {}) => (root, result) => {
  const rest = standing(root)
  const report = (node, what) => {
    if (Object.hasOwn(harmless, what.replace(/^(:|css-)/, ''))) return
    utils.report({result, ruleName: UNSUPPORTED, node, message: messages.lacking(what)})
  }
  rest.walk(node => { for (const what of inNode(node)) report(node, what) })
  const onFeatureUsage = ({usage, feature, featureData}) => { if (featureData.missing) report(usage, feature) }
  new DoIUse({browsers: BROWSERS, onFeatureUsage}).postcss(rest, {warn() {}})
}

/** `:focus-visible` has rules of its own, and who draws a ring with it draws one with `:focus`. */
const focus = () => (root, result) => {
  const selectors = new Set()
  root.walkRules(rule => rule.selectors.forEach(selector => selectors.add(selector)))
  const report = (node, message) => utils.report({result, ruleName: FOCUS, node, message})
  root.walkRules(/:focus-visible/, rule => {
    if (!rule.selectors.every(selector => selector.includes(':focus-visible'))) report(rule, focusMessages.mixed())
    if (!rule.some(node => node.prop === 'outline')) return
    for (const selector of rule.selectors.filter(selector => !selector.includes(':not(:focus-visible)'))) {
      const plain = selector.replace(/:focus-visible/g, ':focus')
      if (!selectors.has(plain)) report(rule, focusMessages.alone(plain))
    }
  })
}

export default [
  createPlugin(UNSUPPORTED, Object.assign(unsupported, {ruleName: UNSUPPORTED, messages})),
  createPlugin(FOCUS, Object.assign(focus, {ruleName: FOCUS, messages: focusMessages})),
]
