/** Files sent to the bot in a one-to-one chat: fetched from where Teams put them, and nowhere else. */
import { z } from 'zod';
import { SourceFormatError } from '../catalogue/errors.ts';
import { largestFile, type RegisterDesk, type Sender } from '../catalogue/preview/register-desk.ts';

/** A file as Teams announces it; the address holds its own key, so it is never logged or stored. */
export type SentFile = { readonly name: string; readonly downloadUrl: string };

/** Kept and to be previewed under its id, or refused in one sentence for the officer. */
export type TakenFile =
  | { readonly kind: 'kept'; readonly id: string }
  | { readonly kind: 'refused'; readonly sentence: string };

/** Fetches and keeps files; never rejects for what the file or its address is. */
export type FileAttachments = {
  readonly take: (sender: Sender, file: SentFile) => Promise<TakenFile>;
};

const downloadType = 'application/vnd.microsoft.teams.file.download.info';
const mostMilliseconds = 20_000;

const sentFile = z.object({
  contentType: z.literal(downloadType),
  name: z.string().max(400).nullish(),
  content: z.object({ downloadUrl: z.string().max(4_000) }),
});

/** The downloadable files among an activity's attachments, at most five. */
export function filesOf(attachments: readonly unknown[]): SentFile[] {
  return attachments
    .slice(0, 50)
    .flatMap((attachment) => {
      const parsed = sentFile.safeParse(attachment);
      if (!parsed.success) return [];
      return [{ name: parsed.data.name ?? 'register', downloadUrl: parsed.data.content.downloadUrl }];
    })
    .slice(0, 5);
}

/** Whether a file may be fetched from there: SharePoint over https; in local mode only this machine. */
export function mayDownload(downloadUrl: string, isLocal: boolean): boolean {
  if (/[\s\\]/.test(downloadUrl) || !URL.canParse(downloadUrl)) return false;
  const address = new URL(downloadUrl);
  if (address.username !== '' || address.password !== '') return false;
  if (isLocal)
    return (
      /^https?:$/.test(address.protocol) &&
      (address.hostname === 'localhost' ||
        address.hostname === '[::1]' ||
        /^127(\.\d{1,3}){3}$/.test(address.hostname))
    );
  // Teams keeps what is sent in a chat in the sender's OneDrive, which is served from SharePoint.
  return (
    address.protocol === 'https:' && address.port === '' && /\.sharepoint\.(?:com|us)$/.test(address.hostname)
  );
}

/** The body up to the limit; null when it is larger. */
async function readBody(response: Response): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > largestFile) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Takes files over the given desk. */
export function createFileAttachments(parts: {
  readonly desk: RegisterDesk;
  readonly isLocal: boolean;
  readonly fetch: typeof globalThis.fetch;
}): FileAttachments {
  return {
    async take(sender, file) {
      const refused = (sentence: string): TakenFile => ({ kind: 'refused', sentence });
      if (!mayDownload(file.downloadUrl, parts.isLocal))
        return refused(
          'That file is not in a place I may fetch files from. Attach it to a message in our chat.',
        );
      let content: Buffer | null;
      try {
        // A redirect could lead anywhere, and the address already is where the file lies.
        const response = await parts.fetch(file.downloadUrl, {
          redirect: 'error',
          signal: AbortSignal.timeout(mostMilliseconds),
        });
        if (!response.ok) return refused('I could not fetch the file; please send it again.');
        content = await readBody(response);
      } catch {
        return refused('I could not fetch the file; please send it again.');
      }
      if (content === null)
        return refused(
          'The file is larger than 10 MB. Ask whoever runs this assistant to load it with npm run import.',
        );
      try {
        const received = await parts.desk.receive(sender, file.name, content, null);
        return { kind: 'kept', id: received.id };
      } catch (error) {
        if (error instanceof SourceFormatError) return refused(error.message);
        throw error;
      }
    },
  };
}
