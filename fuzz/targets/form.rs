//! Any body: decoding never panics, and what was decoded is decoded again from its own encoding.
#![no_main]

use domain::inbound::Form;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let Ok(form) = Form::decode(body) else { return };
    let pieces = body.split(|&byte| byte == b'&').filter(|piece| !piece.is_empty());
    assert_eq!(form.pairs().count(), pieces.count(), "nothing is dropped or made up");
    let encoded = form.encode();
    // What takes three bytes in our encoding may take one in the sender's, so the encoding may be over the limit.
    if encoded.len() <= domain::inbound::form::LONGEST_BODY {
        assert!(Form::decode(encoded.as_bytes()) == Ok(form), "the encoding says something else");
    }
});
