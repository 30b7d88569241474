/** The widget's code runs in its oldest browsers, and builds its page from nodes, never from text. */
import comments from '@eslint-community/eslint-plugin-eslint-comments'
import js from '@eslint/js'
import compat from 'eslint-plugin-compat'
import es from 'eslint-plugin-es-x'
import globals from 'globals'
import {BROWSERS, missingElements, missingMembers, missingStatics} from './floor/browsers.js'

/** What the code asks for before it uses it, and what is there without it. */
const ASKED_FOR = {
  BroadcastChannel: 'each tab has a conversation of its own',
  CloseWatcher: 'the "back" of a phone leaves the page',
  adoptedStyleSheets: 'the style is loaded as a file',
  replaceSync: 'comes with adoptedStyleSheets',
  share: 'the link is copied',
  visualViewport: 'the keyboard of a phone covers the end of the panel, and the page scrolls to the input',
}

/** Properties of our own objects that are called as a member of the DOM which is missing. */
const OUR_OWN = ['connection', 'role', 'show', 'when']

const MARKUP = ['innerHTML', 'outerHTML', 'srcdoc', 'insertAdjacentHTML', 'createContextualFragment', 'parseFromString']

const LACKS = 'A browser of the floor lacks it: ask before, and say so in ASKED_FOR of eslint.config.js.'
const isMissing = name => !Object.hasOwn(ASKED_FOR, name) && !OUR_OWN.includes(name) && !MARKUP.includes(name)

const NO_PROPERTIES = [
  ...missingMembers().filter(isMissing).map(property => ({property, message: LACKS})),
  ...missingStatics().filter(([, name]) => isMissing(name))
    .map(([object, property]) => ({object, property, message: LACKS})),
  ...MARKUP.map(property => ({property, message: 'Text must not become markup: make nodes.'})),
  ...['write', 'writeln'].map(property => ({object: 'document', property, message: 'Make nodes.'})),
]

const NO_SYNTAX = [
  [`CallExpression[arguments.0.value=/^(${missingElements().join('|')})$/]`, 'A browser of the floor lacks this element.'],
  ['CallExpression[callee.property.name=/^(set|toggle)Attribute$/][arguments.0.value=/^(inert|popover)$/]',
    'A browser of the floor lacks this attribute: hide it from assistive technology and the keyboard by hand.'],
  ['CallExpression[callee.property.name="addEventListener"] > ObjectExpression > Property[key.name="signal"]',
    'A browser of the floor ignores it, and the listener never ends: removeEventListener.'],
  ['CallExpression[callee.property.name="attachShadow"] > ObjectExpression > Property[key.name="delegatesFocus"]',
    'A browser of the floor ignores it: move the focus by hand.'],
  ['ObjectExpression > Property[key.name=/^(inert|popover)$/]', 'A browser of the floor lacks this attribute.'],
  ['ObjectExpression > Property[key.name=/^(dateStyle|timeStyle|dayPeriod|fractionalSecondDigits)$/]',
    'A browser of the floor ignores it: name the parts of the date.'],
  ['CallExpression[callee.property.name=/^setAttribute(NS)?$/][arguments.0.value="style"]',
    'A page that forbids inline styles ignores it: use a class.'],
  ['ObjectExpression > Property[key.name="style"][value.type=/^(Literal|TemplateLiteral)$/]',
    'A page that forbids inline styles ignores it: use a class.'],
].map(([selector, message]) => ({selector, message}))

const ES = {
  // What ES2020 has not, methods of unknown objects included …
  ...es.configs['flat/restrict-to-es2020'].rules,
  ...es.configs['flat/restrict-to-es2020-intl-api'].rules,
  // … but public fields and 10_000 are known …
  'es-x/no-class-instance-fields': 'off',
  'es-x/no-numeric-separators': 'off',
  // … and an iterator's map is told from an array's only where the type is known.
  ...Object.fromEntries(Object.keys(es.rules).filter(name => name.startsWith('no-iterator-prototype-'))
    .map(name => [`es-x/${name}`, ['error', {aggressive: false}]])),
  // Older than ES2020, and still missing.
  'es-x/no-export-ns-from': 'error',
  'es-x/no-regexp-lookbehind-assertions': 'error',
  'es-x/no-intl-displaynames': 'error',
  'es-x/no-intl-listformat': 'error',
}

export default [
  js.configs.recommended,
  {
    files: ['**/*.js'],
    languageOptions: {ecmaVersion: 2022, sourceType: 'module', globals: globals.browser},
    linterOptions: {reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error'},
    plugins: {comments, compat, 'es-x': es},
    // What is asked for in an `if` is reported too: the library would trust any `if` around it.
    settings: {
      browsers: BROWSERS,
      lintAllEsApis: true,
      ignoreConditionalChecks: true,
      polyfills: Object.keys(ASKED_FOR),
      'es-x': {aggressive: true},
    },
    rules: {
      ...ES,
      'compat/compat': 'error',
      'comments/require-description': 'error',
      'comments/disable-enable-pair': 'error',
      'no-restricted-properties': ['error', ...NO_PROPERTIES],
      'no-restricted-syntax': ['error', ...NO_SYNTAX],
      'no-unused-vars': ['error', {caughtErrors: 'none'}], // a fault's name says what went wrong
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-script-url': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
    },
  },
]
