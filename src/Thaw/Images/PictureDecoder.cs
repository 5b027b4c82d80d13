namespace Thaw.Images;

/// <summary>Turns a file's bytes into a picture that is at least as large as asked for, if the file is.</summary>
internal delegate Picture PictureDecoder(ReadOnlySpan<byte> bytes, int minWidth, int minHeight);
