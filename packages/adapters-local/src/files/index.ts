export { DirectoryFileStore, type DirectoryFileStoreOptions } from './directory-file-store.js';
