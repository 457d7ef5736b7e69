/** What stands for koffi.cjs in bundles: koffi is then looked for beside them when they run. */
export default {};
