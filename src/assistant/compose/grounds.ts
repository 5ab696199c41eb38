/** The grounds of the law as a table: each with its conditions, its limit and the paragraph that states it. */
import type { GroundRule } from '../../retrieval/dated-law.ts';
import type { Section } from '../answer.ts';
import { type CitationList, plain, section } from './draft.ts';

/** The paragraph has an address of its own on the site that publishes the Act. */
function addressOf({ source, paragraph }: GroundRule): string {
  return paragraph !== null && /\/schedule\/\d+$/.test(source.address)
    ? `${source.address}/paragraph/${paragraph}`
    : source.address;
}

function placeWords({ provision, paragraph }: GroundRule): string {
  return provision ?? (paragraph === null ? 'the Act' : `Schedule 5, paragraph ${paragraph}`);
}

function limitWords(ground: GroundRule): string {
  const { value_limit_percent: value, aggregate_limit: together } = ground;
  if (value !== null)
    return `${value['goods-and-services']} per cent of the value for goods and services, ${value.works} for works${together === null ? '' : `; together below the ${together}`}`;
  if (ground.term_limit_percent !== null) return `${ground.term_limit_percent} per cent of the maximum term`;
  if (ground.value_cap_percent !== null)
    return `${ground.value_cap_percent} per cent${ground.cap_applies_to === null ? '' : ` (${ground.cap_applies_to})`}`;
  return 'none stated';
}

function standstillWords({ mandatory_standstill: isNeeded }: GroundRule): string {
  return isNeeded === true ? 'mandatory' : isNeeded === false ? 'not mandatory' : 'not stated';
}

/** A row a ground in the order of the law; each cites its own paragraph, as far as citations may be added. */
export function groundsSection(grounds: readonly GroundRule[], citations: CitationList): Section {
  const isAward = grounds.every(({ mandatory_standstill: standstill }) => standstill !== null);
  return section(
    'The grounds, each with its conditions',
    ['Ground', 'When it applies', isAward ? 'Standstill' : 'Limit'],
    grounds.map((ground) => ({
      contractId: null,
      citations: citations.citePage({
        title: `${ground.name}: ${placeWords(ground)}`,
        publisher: ground.source.publisher ?? new URL(ground.source.address).hostname.replace(/^www\./, ''),
        url: addressOf(ground),
        publishedDate: ground.source.date,
        quote: `${ground.conditions.join('; ')} (confidence ${ground.source.confidence})`,
      }),
      cells: [
        plain(`${ground.name} (${placeWords(ground)})`),
        plain([...ground.conditions, ...(ground.notes === null ? [] : [ground.notes])].join('; ')),
        plain(isAward ? standstillWords(ground) : limitWords(ground)),
      ],
    })),
  );
}
