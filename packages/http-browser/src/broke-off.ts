/**
 * A navigation or a parse ended early. The message is written by the suite and contains no text of a page or a library,
 * at most addresses: reports may quote it.
 */
export class BrokeOff extends Error {
  constructor(words: string) {
    super(words);
    this.name = 'BrokeOff';
  }
}

/** The time limit for an answer was exceeded. */
export class NoAnswerInTime extends BrokeOff {}
