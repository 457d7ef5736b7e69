/**
 * The one module in CommonJS: only there is a package loaded when it is asked for, on the spot, in a way that bundlers see.
 */
exports.load = () => require('temporal-polyfill').Temporal;
