//! Hex text as tools and people write it.

use super::super::from_hex;

const BYTES: [u8; 20] =
    [0x40, 0, 0, 0, 0x78, 0, 0x23, 0x7C, 9, 10, 11, 12, 13, 14, 15, 16, 0xFE, 0xFF, 0xA0, 0xB1];

#[test]
fn every_way_to_write_bytes_is_read() {
    let rows = [
        ("xxd -p", "400000007800237c090a0b0c0d0e0f10\nfeffa0b1\n"),
        (
            "xxd",
            "00000000: 4000 0000 7800 237c 090a 0b0c 0d0e 0f10  @...x.#|........\n\
             00000010: feff a0b1                                ....\n",
        ),
        (
            "xxd -g1 from an offset",
            "00000040: 40 00 00 00 78 00 23 7c 09 0a 0b 0c 0d 0e 0f 10  @...x.#|........\n\
             00000050: FE FF A0 B1                                      ....\n",
        ),
        (
            "hexdump -C",
            "00000000  40 00 00 00 78 00 23 7c  09 0a 0b 0c 0d 0e 0f 10  |@...x.#|........|\n\
             00000010  fe ff a0 b1                                       |....|\n00000014\n",
        ),
        (
            "a vector of ours",
            "# made by hand\n0000: 40 00 00 00 78 00 23 7C 09 0A 0B 0C 0D 0E 0F 10  ; dwA = 64 # | too\n\
             0010: FE FF A0 B1  ; dwB = 2980118526\n",
        ),
        (
            "C",
            "0x40, 0x00, 0x0,0x00,\n0x78, 0, 0x23, 0x7C, # a | b\n09 0a 0B0C 0d0e0f10 \t feffa0b1".trim_end(),
        ),
    ];
    for (tool, text) in rows {
        let text = text.replace("0x78, 0,", "0x78, 0x0,");
        assert_eq!(from_hex(&text).as_deref(), Ok(&BYTES[..]), "{tool}");
    }
    assert_eq!(from_hex("# nothing\n\n  # but words\n"), Ok(vec![]));
}

#[test]
fn a_star_repeats_the_line_before() {
    let line = "00000000  01 00 00 00 00 00 00 00  00 00 00 00 00 00 00 02  |................|\n";
    let bytes = from_hex(&format!("{line}*\n00000030  03  |.|\n00000031\n")).unwrap();
    assert_eq!((bytes.len(), &bytes[32..34], bytes[47], bytes[48]), (49, &[1, 0][..], 2, 3));
}

#[test]
fn what_is_no_hex_is_named_with_its_place() {
    let rows = [
        ("40 00 zz", "line 1, column 7: expected a hex digit, found 'z'"),
        ("40 00\n40 0", "line 2, column 4: expected two digits for each byte, found 1 digits"),
        ("0x00000040", "line 1, column 1: expected one byte after 0x, found 8 digits"),
        ("0x4g", "line 1, column 4: expected a hex digit, found 'g'"),
        ("40:00", "line 1, column 3: expected a hex digit, found ':'"),
        (
            "00000000: 4000\n00000010: 4000",
            "line 2, column 1: the offset is 0x10, and 0x2 follows from the lines before",
        ),
        (
            "00000000  40  |@|\n*\nffffffffff  40  |@|",
            "line 3, column 1: the offset is 0xffffffffff, and 0x1 follows from the lines before",
        ),
        ("40\n*", "line 2, column 1: no offset ends the repetition that `*` stands for"),
        ("abc | 40", "line 1, column 1: expected an offset of 8 digits or more, as `hexdump -C` writes"),
    ];
    for (text, message) in rows {
        assert_eq!(from_hex(text).unwrap_err().to_string(), message, "{text}");
    }
}
