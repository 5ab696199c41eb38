/** The files of the page, read once and served from a fixed list, so that no address can reach any other file. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { HttpRoute } from './http-route.ts';

const types = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
} as const;

/** Names in the folder `page`; `npm run build` copies the same ones. */
export const pageFileNames = [
  'index.html',
  'theme.css',
  'page.css',
  'conversation.css',
  'dock.css',
  'cards.css',
  'icon.svg',
  'page.js',
  'borough.js',
  'card-view.js',
  'composer.js',
  'connection.js',
  'element.js',
  'feedback.js',
  'host-config.js',
  'markdown.js',
  'markdown-view.js',
  'message-view.js',
  'session.js',
  'sources.js',
  'transcript.js',
] as const;

type PageFile = { readonly type: string; readonly bytes: Buffer; readonly tag: string };

function pageFile(path: string, type: string): PageFile {
  const bytes = readFileSync(path);
  return { type, bytes, tag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
}

function typeOf(name: string): string {
  const ending = name.slice(name.lastIndexOf('.') + 1);
  return Object.entries(types).find(([known]) => known === ending)?.[1] ?? 'application/octet-stream';
}

function fileRoute(path: string, file: PageFile): HttpRoute {
  return {
    method: 'GET',
    path,
    handle(request, response) {
      response.setHeader('etag', file.tag);
      response.setHeader('cache-control', 'no-cache');
      if (request.headers['if-none-match'] === file.tag) {
        // restify's writeHead returns nothing, so the two calls cannot be chained.
        response.writeHead(304);
        response.end();
      } else {
        response.writeHead(200, { 'content-type': file.type, 'content-length': file.bytes.length });
        response.end(file.bytes);
      }
      return Promise.resolve();
    },
  };
}

/** Routes of the page, its modules and the card renderer. Throws when a file is missing: the build is incomplete. */
export function pageFileRoutes(): readonly HttpRoute[] {
  const renderer = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js');
  return [
    ...pageFileNames.map((name) =>
      fileRoute(
        name === 'index.html' ? '/' : `/local/${name}`,
        pageFile(join(import.meta.dirname, 'page', name), typeOf(name)),
      ),
    ),
    fileRoute('/local/adaptivecards.js', pageFile(renderer, types.js)),
  ];
}
