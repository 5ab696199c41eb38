/** What one form of answer has that others have not: its picture, its way to show rows, its questions. */
import type { IExecuteAction } from '@microsoft/teams.cards';
import type { Section, TableRow } from '../../../assistant/answer.ts';
import type { CardAction, Element } from '../elements.ts';
import type { Option } from '../inputs.ts';

/** What was typed into the calculator, so that it is still there beside the result. */
export type ThresholdEntry = {
  readonly amount: number;
  readonly vat: 'excluding' | 'including' | 'unknown';
  readonly kind: 'goods-and-services' | 'light-touch' | 'works';
  readonly per: 'whole' | 'year';
  readonly years: number;
};

/** Where and for whom a card is drawn. */
export type CardPlace = {
  /** The 33, for the question where an officer works; empty where nobody is asked. */
  readonly boroughs: readonly Option[];
  /** In a group or channel, where several people look at one card. */
  readonly isShared: boolean;
  readonly entry: ThresholdEntry | null;
};

/** A card for nobody in particular. */
export const anyPlace: CardPlace = { boroughs: [], isShared: false, entry: null };

/** The parts a form adds to the common card; everything left out is as for any answer. */
export type Picture = {
  /** Below the sentences of the first page. */
  readonly before?: readonly Element[];
  /** Below the rows of the first page: forms to fill in. */
  readonly after?: readonly Element[];
  /** Rows of one section in another way; null for the usual table. */
  readonly rows?: (section: Section, rows: readonly TableRow[]) => readonly Element[] | null;
  readonly rowsPerPage?: number;
  /** Stand before the buttons of the answer. */
  readonly actions?: readonly CardAction[];
  /** The timeline is part of the picture already. */
  readonly hasTimeline?: true;
  /** The boroughs without a record are in its rows already. */
  readonly hasBoroughs?: true;
  readonly refresh?: IExecuteAction;
};
