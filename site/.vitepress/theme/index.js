/** The theme without its fonts, in which `x64` would be shown as a product: with those of the reader's system. */
export { default } from 'vitepress/theme-without-fonts';
