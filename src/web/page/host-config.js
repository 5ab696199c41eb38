/**
 * How cards look: the page's own colours (CSS variables, so light and dark need no second rendering) and sizes.
 * Unknown containers styles of the host configuration fall back to the default one.
 */

/** @param {string} background */
function containerStyle(background) {
  /** @param {string} name */
  const colour = (name) => ({ default: `var(--${name})`, subtle: `var(--${name})` });
  return {
    backgroundColor: `var(--${background})`,
    borderColor: 'var(--line)',
    foregroundColors: {
      default: { default: 'var(--text)', subtle: 'var(--subtle)' },
      dark: { default: 'var(--text)', subtle: 'var(--subtle)' },
      light: { default: 'var(--subtle)', subtle: 'var(--subtle)' },
      accent: colour('accent-text'),
      good: colour('good'),
      warning: colour('warning'),
      attention: colour('attention'),
    },
  };
}

const fonts = {
  fontSizes: { small: 13, default: 15, medium: 16, large: 18, extraLarge: 22 },
  fontWeights: { lighter: 400, default: 400, bolder: 650 },
};

/** For `new HostConfig(…)` of the adaptivecards package. */
export const hostConfig = {
  supportsInteractivity: true,
  fontTypes: {
    default: { fontFamily: 'var(--font)', ...fonts },
    monospace: { fontFamily: 'ui-monospace, Consolas, monospace', ...fonts },
  },
  lineHeights: { small: 18, default: 21, medium: 23, large: 25, extraLarge: 29 },
  spacing: { small: 6, default: 10, medium: 16, large: 22, extraLarge: 30, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  containerStyles: {
    default: containerStyle('surface'),
    emphasis: containerStyle('emphasis'),
    accent: containerStyle('accent-back'),
    good: containerStyle('good-back'),
    warning: containerStyle('warning-back'),
    attention: containerStyle('attention-back'),
  },
  imageSizes: { small: 40, medium: 80, large: 160 },
  actions: {
    maxActions: 6,
    spacing: 'medium',
    buttonSpacing: 8,
    allowTitleToWrap: true,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
  },
  factSet: {
    title: { weight: 'bolder', wrap: true, maxWidth: 180 },
    value: { wrap: true },
    spacing: 12,
  },
  table: { cellSpacing: 8 },
  textBlock: { headingLevel: 3 },
  textStyles: {
    heading: { size: 'large', weight: 'bolder' },
    columnHeader: { weight: 'bolder' },
  },
};
