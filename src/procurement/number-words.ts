/** Small numbers as people write them out. */

/** `one` to `ten`, in small letters. */
export const oneToTen: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
};
