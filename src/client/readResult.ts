/**
 * What an answer contained: `all` the calls there are; `some` of them, or just the one that was asked
 * for; or `nothing` that could be read.
 */
export type ReadResult = 'all' | 'some' | 'nothing';
