/** A folder of the server from which people may name files. */
export interface UploadFolder {
  /**
   * The file of this path. Throws `invalid` / `invalid_file_path` for anything but a file of the folder, `not_found` /
   * `file_not_found`, and `invalid` / `empty_file`.
   */
  open(filePath: string): Promise<{ readonly name: string; readonly bytes: AsyncIterable<Uint8Array> }>;
}
