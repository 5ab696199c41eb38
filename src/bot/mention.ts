/** Removes the officer's “@assistant” from a message and leaves mentions of other people as plain names. */

/** A mention as the channel describes it: whose it is and the text that stands for it. */
export type Mention = { readonly mentionedId: string; readonly text: string };

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function withoutTags(text: string): string {
  return text.replace(/<[^<>]*>/g, '').trim();
}

/**
 * `text` without the bot's own mentions in any spelling clients use: the entity's text, `<at>Name</at>` with or
 * without attributes, escaped tags, and a leading `@Name`. Several mentions all go.
 */
export function stripBotMention(
  text: string,
  bot: { readonly id: string; readonly name: string | null },
  mentions: readonly Mention[],
): string {
  let result = text;
  const names = new Set<string>(bot.name === null || bot.name.trim() === '' ? [] : [bot.name.trim()]);
  for (const mention of mentions) {
    if (mention.mentionedId !== bot.id || mention.text.trim() === '') continue;
    // A bare word as mention text could be any word of the question: only marked-up text is removed everywhere.
    if (/^(<|&lt;|@)/i.test(mention.text.trim())) result = result.replaceAll(mention.text, ' ');
    const name = withoutTags(mention.text).replace(/^@/, '');
    if (name !== '') names.add(name);
  }
  for (const name of names) {
    const pattern = escapePattern(name);
    result = result
      .replace(
        new RegExp(`(?:<|&lt;)at\\b[^<>&]*(?:>|&gt;)\\s*${pattern}\\s*(?:<|&lt;)/at(?:>|&gt;)`, 'giu'),
        ' ',
      )
      .replace(new RegExp(`^(?:\\s|&nbsp;)*@${pattern}(?![\\p{L}\\p{N}])[,:]?`, 'iu'), ' ');
  }
  // “@assistant, who …”: what joined the mention to the question goes with it.
  return result === text ? text : result.replace(/^(?:\s|&nbsp;)*[,:](?=\s)/, ' ');
}
