// @ts-check
/**
 * What comes of a cell, as elements. Pieces come from a reader's own code as `["text", text]` or `["tree", tree]`; a tree is a text or
 * `[tag, attributes, ...trees]` (calculators/cells/display.py). Only the few harmless tags and classes below are ever made, and every
 * text is a text node: nothing that code makes up is markup.
 */
const TAGS = new Set(["figure", "figcaption", "details", "summary", "div", "table", "thead", "tbody", "tr", "th", "td", "pre", "p", "span"]);
const CLASSES = new Set(["cell-chart", "cell-table", "number", "quantity", "error", "hint", "where"]);
const DEEPEST = 10;
const MOST_NODES = 20_000;

/**
 * Whether anything of a piece could be shown.
 * @param {HTMLElement} target @param {string} piece @param {(figure: HTMLElement, spec: string) => void} draw gives a chart its picture
 */
export function show(target, piece, draw) {
  let kind, content;
  try {
    [kind, content] = JSON.parse(piece);
  } catch {
    return false;
  }
  if (kind === "text" && typeof content === "string") {
    const last = target.lastElementChild;
    const printed = last?.matches("pre[data-printed]") ? last : target.appendChild(document.createElement("pre"));
    printed.setAttribute("data-printed", "");
    printed.append(content);
    return true;
  }
  const made = kind === "tree" ? build(content, { left: MOST_NODES, draw }, 0) : null;
  if (made) target.append(made);
  return made !== null;
}

/** @param {any} tree @param {{left: number, draw: (figure: HTMLElement, spec: string) => void}} budget @param {number} depth @returns {Node | null} */
function build(tree, budget, depth) {
  if (typeof tree === "string") return document.createTextNode(tree);
  if (!Array.isArray(tree) || !TAGS.has(tree[0]) || depth > DEEPEST || budget.left-- <= 0) return null;
  const [name, attributes, ...children] = tree;
  const element = document.createElement(name);
  if (CLASSES.has(attributes?.class)) element.className = attributes.class;
  if (name === "figure" && typeof attributes?.["data-spec"] === "string") budget.draw(element, attributes["data-spec"]);
  if (name === "th" && attributes?.scope === "col") element.scope = "col";
  for (const child of children) {
    const made = build(child, budget, depth + 1);
    if (made) element.append(made);
  }
  return element;
}
