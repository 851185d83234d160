//! Unpacks what is packed by gzip, which its first two bytes say, within limits: a few kilobytes can unpack to terabytes.

use super::{MEGABYTE, SizeLimits, scratch, unavailable};
use domain::import::object::StorageError;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Returns the content of a downloaded file at its start, with its size in bytes.
pub(super) fn unpacked(mut file: File, limits: SizeLimits) -> Result<(File, u64), StorageError> {
    let bytes = file.stream_position().map_err(unavailable)?;
    file.seek(SeekFrom::Start(0)).map_err(unavailable)?;
    let mut head = Vec::with_capacity(GZIP.len());
    (&file).take(GZIP.len() as u64).read_to_end(&mut head).map_err(unavailable)?;
    file.seek(SeekFrom::Start(0)).map_err(unavailable)?;
    if head == GZIP { gunzip(file, limits) } else { Ok((file, bytes)) }
}

fn gunzip(file: File, limits: SizeLimits) -> Result<(File, u64), StorageError> {
    let mut content = BufWriter::new(scratch()?);
    // One byte more than is allowed tells what is too large from what just fits.
    let mut decoder = MultiGzDecoder::new(BufReader::new(file)).take(limits.unpacked.saturating_add(1));
    let bytes = io::copy(&mut decoder, &mut content).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            StorageError::Damaged
        }
        _ => unavailable(error),
    })?;
    if bytes > limits.unpacked {
        return Err(StorageError::TooLarge { limit: limits.unpacked / MEGABYTE });
    }
    content.flush().map_err(unavailable)?;
    let mut content = content.into_inner().map_err(|error| unavailable(error.into_error()))?;
    content.seek(SeekFrom::Start(0)).map_err(unavailable)?;
    Ok((content, bytes))
}
