import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BotHarness, startBot } from '../../test/support/bot-harness.ts';
import { homeTenantId, message } from '../../test/support/fake-activities.ts';
import { createStubAssistant, type StubAssistant } from '../../test/support/stub-assistant.ts';
import { largestFile, type RegisterDesk, type Sender } from '../catalogue/preview/register-desk.ts';
import { createFileAttachments, filesOf, mayDownload } from './file-attachments.ts';

const type = 'application/vnd.microsoft.teams.file.download.info';
const attachment = (downloadUrl: unknown, name: unknown = 'register.csv') => ({
  contentType: type,
  name,
  content: { downloadUrl },
});

describe('where files may be fetched from', () => {
  it.each([
    ['https://contoso-my.sharepoint.com/personal/jo/_layouts/15/download.aspx?UniqueId=1', true, false],
    ['http://contoso-my.sharepoint.com/a', false, false],
    ['https://contoso-my.sharepoint.com:8443/a', false, false],
    ['https://contoso.sharepoint.com.example.org/a', false, false],
    ['https://evilsharepoint.com/a', false, false],
    ['https://a:b@contoso.sharepoint.com/a', false, false],
    ['https://169.254.169.254/latest/meta-data', false, false],
    ['http://127.0.0.1:4000/a', false, true],
    ['http://127.0.0.1.example.org/a', false, false],
    ['file:///etc/passwd', false, false],
    ['https://contoso.sharepoint.com\\@127.0.0.1/a', false, false],
    ['not an address', false, false],
  ])('%s: Teams %s, local %s', (address, inTeams, inLocal) => {
    expect(mayDownload(address, false)).toBe(inTeams);
    expect(mayDownload(address, true)).toBe(inLocal);
  });

  it('reads only what has the right shape, and no more than five', () => {
    expect(filesOf([null, 'x', { contentType: type }, attachment(5), attachment('https://a', 7)])).toEqual(
      [],
    );
    expect(filesOf(Array.from({ length: 9 }, () => attachment('https://a', null)))).toHaveLength(5);
  });
});

describe('a file sent to the bot', () => {
  let files: Server;
  let filesUrl: string;
  let bot: BotHarness;
  let assistant: StubAssistant;
  let received: { sender: Sender; name: string; text: string }[];

  beforeEach(async () => {
    received = [];
    files = createServer((request, response) => {
      if (request.url === '/moved') {
        response.statusCode = 302;
        response.setHeader('location', '/register.csv');
        response.end();
      } else if (request.url === '/gone') {
        response.statusCode = 404;
        response.end();
      } else if (request.url === '/broken') response.destroy();
      else if (request.url === '/large') response.end(Buffer.alloc(largestFile + 1));
      else response.end('Title,Start date\n');
    });
    await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
    const address = files.address();
    filesUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    const desk = {
      receive: async (sender: Sender, name: string, content: Buffer) => {
        received.push({ sender, name, text: content.toString() });
        return { id: 'R-0123456789', fileName: name, buyerId: null, bytes: content.length };
      },
    } as unknown as RegisterDesk;
    assistant = createStubAssistant();
    bot = await startBot(assistant, {}, { files: createFileAttachments({ desk, isLocal: true, fetch }) });
  });
  afterEach(async () => {
    await bot.close();
    await new Promise((resolve) => files.close(resolve));
  });
  const send = (path: string, scope: 'personal' | 'channel' = 'personal') =>
    bot.post(
      message({ serviceUrl: bot.teams.url, scope }, 'our register', {
        attachments: [attachment(`${filesUrl}${path}`)],
      }),
    );
  const texts = () => bot.teams.messages().map(({ body }) => String(body.text));

  it('is fetched, kept under the officer, and previewed', async () => {
    await send('/register.csv');
    expect(received).toEqual([
      {
        sender: { tenantId: homeTenantId, officerId: 'aad-officer-1' },
        name: 'register.csv',
        text: 'Title,Start date\n',
      },
    ]);
    expect(assistant.questions.map(({ text }) => text)).toEqual(['Preview file R-0123456789']);
    expect(JSON.stringify(bot.log)).not.toContain(filesUrl);
  });

  it.each([
    ['/moved', /could not fetch/],
    ['/gone', /could not fetch/],
    ['/broken', /could not fetch/],
    ['/large', /larger than 10 MB/],
  ])('at %s ends in a sentence', async (path, sentence) => {
    await send(path);
    expect(texts().at(-1)).toMatch(sentence);
    expect(received).toEqual([]);
    expect(assistant.questions).toEqual([]);
  });

  it('elsewhere is not fetched', async () => {
    const elsewhere = attachment('https://contoso.sharepoint.com/a');
    await bot.post(
      message({ serviceUrl: bot.teams.url, scope: 'personal' }, '', { attachments: [elsewhere] }),
    );
    expect(texts().at(-1)).toMatch(/not in a place/);
  });

  it('in a channel is left alone, and the words are answered', async () => {
    await send('/register.csv', 'channel');
    expect(received).toEqual([]);
    expect(assistant.questions.map(({ text }) => text)).toEqual(['our register']);
  });
});
