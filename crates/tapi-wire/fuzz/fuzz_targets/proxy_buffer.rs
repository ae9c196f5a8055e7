#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    tapi_fuzz::proxy_buffer(input);
});
