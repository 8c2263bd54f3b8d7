"use strict";
/**
 * matrix-appservice-bridge pulls in @matrix-org/matrix-sdk-crypto-nodejs, whose
 * install step downloads a binary from outside the package registry and whose
 * absence makes even `require("matrix-appservice-bridge")` fail. Portico's
 * bridges never enter encrypted rooms, so package.json replaces the add-on by
 * this module: every export can be imported, and using one says why it cannot.
 */
function unavailable(name) {
  return class {
    constructor() {
      throw new Error(`${name}: Portico's application service works in unencrypted rooms only`);
    }
  };
}
module.exports = new Proxy(
  {},
  { get: (_target, name) => (typeof name === "string" && name !== "__esModule" ? unavailable(name) : undefined) },
);
