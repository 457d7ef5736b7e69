/** Text stays text: what looks like a tag or a template is shown, and comments are left out, as in other readers of Markdown. */
const COMMENT = /<!--[\s\S]*?-->/g;
/** Places that links lead to, which the reference has. */
const PLACE = /^(<a id="[\w-]+">|<\/a>)$/;

export function plainText(markdown) {
  const { escapeHtml } = markdown.utils;
  const shown = (text) => escapeHtml(text).replaceAll('{{', '&#123;&#123;');
  const { rules } = markdown.renderer;
  rules.text = (tokens, index) => shown(tokens[index].content);
  rules.html_inline = (tokens, index) => {
    const { content } = tokens[index];
    return PLACE.test(content) ? content : shown(content.replace(COMMENT, ''));
  };
  rules.html_block = rules.html_inline;
}
