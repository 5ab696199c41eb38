import { createReadStream } from 'node:fs';
import { loadReferenceData } from './src/catalogue/reference-data.ts';
import { createResolvers } from './src/catalogue/resolve/resolvers.ts';
import { resolveRecord } from './src/catalogue/contract-row.ts';
import { ocds } from './src/catalogue/sources/ocds/index.ts';
import { isoDate } from './src/procurement/iso-date.ts';
const reference = await loadReferenceData('knowledge');
const resolvers = createResolvers(reference);
const file = process.argv[2];
let t = performance.now(); let n=0; const recs=[];
for await (const item of ocds.read(createReadStream(file), { buyer: null, today: isoDate('2026-11-23'), origin: { url: null, fileName: 'x' } })) { n++; if (item.kind==='record') recs.push(item.record); }
console.log('read+map', n, (performance.now()-t).toFixed(0));
t = performance.now(); for (const r of recs) resolveRecord(r, resolvers, reference.leadTimes); console.log('resolve', (performance.now()-t).toFixed(0));
t = performance.now(); for (const r of recs) resolveRecord(r, resolvers, reference.leadTimes); console.log('resolve again', (performance.now()-t).toFixed(0));
