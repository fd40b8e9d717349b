// CodeMirror and what it stands on; their licences are added when it is bundled.
// An editor of Python for the explainers' cells. It lives in a shadow root: there its styles are style sheets of the document's own
// making, which the site's policy allows; elsewhere it would write them into the page, which the policy blocks.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python, pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, keymap } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  .cm-editor { color: var(--md-code-fg-color); background: var(--md-code-bg-color); font-size: 0.85em; }
  .cm-editor.cm-focused { outline: 2px solid var(--md-accent-fg-color); outline-offset: 0; }
  .cm-editor .cm-scroller { font-family: var(--md-code-font-family, monospace); line-height: 1.4; }
  .cm-editor .cm-content { padding: 0.75em 0; caret-color: var(--md-code-fg-color); }
  .cm-editor .cm-line { padding: 0 1.2em; }
  .cm-editor .cm-cursor { border-left-color: var(--md-code-fg-color); }
  .cm-editor.cm-focused .cm-matchingBracket { background: var(--md-code-hl-color--light, #0000001a); outline: 1px solid currentColor; }
  .cm-editor .cm-selectionBackground, .cm-editor.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground {
    background: var(--md-accent-fg-color--transparent, #526cfe33);
  }
  .cm-tooltip { color: var(--md-default-fg-color); background: var(--md-default-bg-color); border: 1px solid var(--md-default-fg-color--lighter); }
  .cm-tooltip-autocomplete li[aria-selected] { color: var(--md-default-bg-color); background: var(--md-default-fg-color); }
  .tok-keyword { color: var(--md-code-hl-keyword-color); }
  .tok-string, .tok-string2 { color: var(--md-code-hl-string-color); }
  .tok-number, .tok-bool { color: var(--md-code-hl-number-color); }
  .tok-comment { color: var(--md-code-hl-comment-color); }
  .tok-operator, .tok-punctuation { color: var(--md-code-hl-operator-color); }
  .tok-typeName, .tok-className { color: var(--md-code-hl-function-color); }
`);

/**
 * @param {HTMLElement} host gets a shadow root with the editor in it
 * @param {{text: string, label: string, names: string[], change: (text: string) => void, run: () => void}} given
 */
export function edit(host, { text, label, names, change, run }) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  const options = names.map((name) => ({ label: name, type: "variable" }));
  const ours = (context) => {
    const word = context.matchBefore(/[\w-]+/);
    return word && (word.from !== word.to || context.explicit) ? { from: word.from, options } : null;
  };
  const state = EditorState.create({
    doc: text,
    extensions: [
      history(),
      drawSelection(),
      indentOnInput(),
      indentUnit.of("    "),
      bracketMatching(),
      closeBrackets(),
      python(),
      pythonLanguage.data.of({ autocomplete: ours }),
      autocompletion(),
      syntaxHighlighting(classHighlighter),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off", autocorrect: "off" }),
      EditorView.updateListener.of((update) => update.docChanged && change(update.state.doc.toString())),
      // Tab stays the browser's: a reader must be able to leave.
      keymap.of([
        { key: "Mod-Enter", run: () => (run(), true) },
        { key: "Shift-Enter", run: () => (run(), true) },
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...historyKeymap,
        ...completionKeymap,
      ]),
    ],
  });
  const view = new EditorView({ state, parent: root, root });
  return {
    /** @param {string} fresh */
    set: (fresh) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: fresh } }),
    focus: () => view.focus(),
    /** @param {number} at */
    select: (at) => view.dispatch({ selection: { anchor: Math.min(at, view.state.doc.length) } }),
  };
}

