import DOMPurify from "dompurify";

/** What Matrix allows in messages (client-server API, `m.room.message` msgtypes), without pictures from elsewhere. */
const allowedTags = [
  ..."del h1 h2 h3 h4 h5 h6 blockquote p a ul ol sup sub li b i u strong em s code hr br div".split(" "),
  ..."table thead tbody tr th td caption pre span details summary".split(" "),
];
/** Nesting beyond this is cut, as the specification recommends: deep trees can stall a browser. */
const MAX_DEPTH = 100;

const linkSchemes = /^(?:https?|ftp|mailto|magnet):/i;
const languageClass = /^language-[\w+#.-]{1,40}$/;

const purifier = DOMPurify(window);

purifier.addHook("uponSanitizeElement", (node, data) => {
  // A picture is replaced by its description: to show it would tell its server who reads here.
  if (data.tagName !== "img" || !(node instanceof HTMLElement)) return;
  node.replaceWith(document.createTextNode(node.getAttribute("alt") ?? ""));
});

purifier.addHook("uponSanitizeAttribute", (node, data) => {
  const tag = node.tagName.toLowerCase();
  const { attrName: name, attrValue: value } = data;
  const keep =
    (tag === "a" && name === "href" && linkSchemes.test(value)) ||
    (tag === "code" && name === "class" && languageClass.test(value)) ||
    (tag === "ol" && name === "start" && /^-?\d{1,6}$/.test(value)) ||
    (tag === "span" && name === "data-mx-spoiler");
  data.keepAttr = keep;
});

purifier.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName !== "A" || !node.hasAttribute("href")) return;
  node.setAttribute("rel", "noopener noreferrer external");
  node.setAttribute("target", "_blank");
});

const cutDepth = (node: Node, depth: number): void => {
  const children = [...node.childNodes];
  for (const child of children) {
    if (depth >= MAX_DEPTH && child instanceof Element) child.replaceWith(child.textContent);
    else cutDepth(child, depth + 1);
  }
};

/** Somebody else's HTML, safe to put into the page. The only way for it to get there. */
export const sanitise = (html: string): DocumentFragment => {
  const fragment = purifier.sanitize(html, {
    ALLOWED_TAGS: [...allowedTags],
    ALLOWED_ATTR: ["href", "class", "start", "data-mx-spoiler"],
    ALLOW_ARIA_ATTR: false,
    ALLOW_DATA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  cutDepth(fragment, 0);
  return fragment;
};
