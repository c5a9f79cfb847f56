/**
 * False for a place whose number of readers is left out: one without readers, or one that would contradict the order, which weighs recent readers more.
 * ReaderCounts.cs does the same.
 */
export const isInOrder = (place: number, readers: readonly number[]): boolean =>
  readers[place]! > 0 && readers.slice(0, place).every((before) => before === 0 || before >= readers[place]!);
