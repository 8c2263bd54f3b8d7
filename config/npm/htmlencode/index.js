"use strict";
/**
 * The bot SDK of matrix-appservice-bridge writes HTML of plain text with
 * htmlencode, whose last release (2013) calls util._extend when it is loaded:
 * Node deprecates that (DEP0060) and says so in every log. package.json replaces
 * it by this module, which has the one function that the SDK calls.
 */
const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
exports.htmlEncode = (text) => text.replace(/[&<>"']/g, (character) => entities[character]);
