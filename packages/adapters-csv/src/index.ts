export { FastCsvRejectionWriter } from './fast-csv-rejection-writer.js';
export { FastCsvRowReader, type FastCsvRowReaderOptions } from './fast-csv-row-reader.js';
