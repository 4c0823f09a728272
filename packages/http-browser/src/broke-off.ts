/**
 * Something ended before its time, in words of the suite: no text of a page or a library is in them, addresses at most.
 * Only these words are told in a report.
 */
export class BrokeOff extends Error {
  constructor(words: string) {
    super(words);
    this.name = 'BrokeOff';
  }
}

/** The time for an answer ran out. */
export class NoAnswerInTime extends BrokeOff {}
