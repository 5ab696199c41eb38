/** Draws up a digest or an urgent alert from what stands in the database now. */
import type { Kysely } from 'kysely';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { BoroughCoverage } from '../catalogue/queries/coverage.ts';
import { anyContract } from '../catalogue/queries/find-contracts.ts';
import type { CatalogueContract } from '../catalogue/queries/load-contracts.ts';
import { publicViewer } from '../catalogue/viewer.ts';
import type { Tables } from '../database/tables.ts';
import { actByOf } from '../procurement/act-by.ts';
import { formatDate, type IsoDate } from '../procurement/iso-date.ts';
import { formatValue } from '../procurement/value.ts';
import { type AlertRow, historyOf, rowsOf } from './alert-rows.ts';
import { type AlertContent, type AlertEntry, mostEntries } from './content.ts';
import { boroughsOf, cut, jointWords, supplierOf, todoOf, urgencyOf, whatOf } from './entry-words.ts';
import type { Measure } from './subscription.ts';
import { rungWords, subscriptionWords } from './subscription-words.ts';
import { createSubscriptions } from './subscriptions.ts';

/** Makes content; what it looks up of a service area is remembered for its lifetime, so make one a run. */
export type ContentMaker = (
  deliveryKey: string,
  today: IsoDate,
  offset?: number,
  limit?: number,
) => Promise<AlertContent | null>;

/** Records of one service that are compared for buying together; more than the 33 boroughs have. */
const mostOfService = 400;

type Service = {
  readonly contracts: readonly CatalogueContract[];
  readonly coverage: readonly BoroughCoverage[];
};

function whyOf(row: AlertRow): string {
  const rung = rungWords(row.rung, row.measured_from as Measure);
  const reached = formatDate(row.reached_on as IsoDate);
  if (row.rung === 0 && !row.is_reminder && (row.told_act_by ?? '') < row.made_on)
    return 'The day to act by has passed.';
  return row.is_reminder
    ? `Put off until now (${rung}).`
    : `${rung.charAt(0).toUpperCase()}${rung.slice(1)}, reached on ${reached}.`;
}

/** Everything about the row itself; the contract's part is added to it. */
function ofRow(row: AlertRow) {
  const isOwned = row.owner_id !== null || row.owner_words !== null;
  return {
    key: row.key,
    contractId: row.contract_id,
    why: whyOf(row),
    state: row.state as AlertEntry['state'],
    acknowledgedOn: row.acknowledged_on as IsoDate | null,
    owner: isOwned ? (row.owner_words ?? 'somebody in this conversation') : null,
    snoozedUntil: row.snoozed_until as IsoDate | null,
    snoozeReason: row.snooze_reason,
    correctionId: row.correction_id,
    history: historyOf(row).map((line) => cut(line, 300)),
  };
}

function gone(row: AlertRow): AlertEntry {
  return {
    ...ofRow(row),
    what: 'A contract that is no longer on record',
    boroughs: '',
    supplier: null,
    value: null,
    serviceArea: null,
    endDate: row.end_date as IsoDate | null,
    actBy: row.act_by as IsoDate | null,
    urgency: null,
    steps: [],
    todo: 'Nothing is known of it any more. Ask who keeps the register.',
    joint: null,
    source: null,
  };
}

/** A maker over this database and catalogue; only what everybody may see is ever put into an alert. */
export function createContentMaker(database: Kysely<Tables>, catalogue: Catalogue): ContentMaker {
  const services = new Map<string, Promise<Service>>();
  const { leadTimes } = catalogue.reference;
  const subscriptions = createSubscriptions(database);

  function serviceOf(area: string): Promise<Service> {
    const known = services.get(area);
    if (known !== undefined) return known;
    const reading = (async () => {
      const serviceAreas = [{ name: area, productIds: catalogue.productIdsOf(area) }];
      const [found, coverage] = await Promise.all([
        catalogue.find(publicViewer, { ...anyContract, serviceAreas, sort: 'ends', limit: mostOfService }),
        catalogue.coverage(publicViewer, area),
      ]);
      return { contracts: found.contracts, coverage };
    })();
    services.set(area, reading);
    return reading;
  }

  async function entryOf(row: AlertRow, contract: CatalogueContract, today: IsoDate): Promise<AlertEntry> {
    const actBy = actByOf({ ...contract, participantCount: contract.participants.length }, leadTimes);
    const area = contract.serviceArea;
    const isCore = area !== null && leadTimes.coreServiceAreas.includes(area);
    const service = area === null ? null : await serviceOf(area);
    const [source] = contract.sources;
    return {
      ...ofRow(row),
      contractId: contract.id,
      what: whatOf(contract),
      boroughs: cut(boroughsOf(contract), 160),
      supplier: cut(supplierOf(contract) ?? '', 160) || null,
      value: contract.value === null ? null : cut(formatValue(contract.value), 160),
      serviceArea: area,
      endDate: contract.period.endDate,
      actBy: contract.actBy,
      urgency: urgencyOf(contract, today),
      steps: actBy.known ? actBy.steps.slice(0, 10).map((step) => cut(step, 240)) : [cut(actBy.because, 240)],
      todo: cut(todoOf(contract, today), 400),
      joint:
        service === null
          ? null
          : jointWords(
              contract,
              service.contracts,
              service.coverage,
              today,
              leadTimes.months[isCore ? 'core-joint-or-large' : 'joint'],
            ),
      source:
        source === undefined
          ? null
          : {
              publisher: cut(source.publisher, 120),
              url: source.url !== null && source.url.length <= 1_000 ? source.url : null,
              publishedDate: source.publishedDate,
              readOn: source.readOn,
            },
    };
  }

  return async (deliveryKey, today, offset = 0, limit = mostEntries) => {
    const { rows, total } = await rowsOf(database, deliveryKey, offset, Math.min(limit, mostEntries));
    const [first] = rows;
    if (first === undefined) return null;
    const contracts = await catalogue.byIds(publicViewer, [...new Set(rows.map((row) => row.contract_id))]);
    const byId = new Map(contracts.map((contract) => [contract.id, contract]));
    const entries: AlertEntry[] = [];
    for (const row of rows) {
      const contract = row.state === 'withdrawn' ? undefined : byId.get(row.contract_id);
      entries.push(contract === undefined ? gone(row) : await entryOf(row, contract, today));
    }
    const place = { tenantId: first.tenant_id, conversationKey: first.conversation_key };
    const ids = [...new Set(rows.map((row) => row.subscription_id))].slice(0, 20);
    const found = await Promise.all(ids.map((id) => subscriptions.byId(id, place)));
    return {
      version: 1,
      kind: first.kind as AlertContent['kind'],
      deliveryKey,
      day: first.made_on as IsoDate,
      subscriptions: found.flatMap((subscription) =>
        subscription === null
          ? []
          : [
              {
                id: subscription.id,
                words: cut(subscriptionWords(subscription, catalogue.boroughName), 400),
              },
            ],
      ),
      total,
      offset,
      entries,
    };
  };
}
