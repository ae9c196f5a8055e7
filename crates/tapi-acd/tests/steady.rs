//! What the server allocates once an office is open: nothing for a message that it delivers.

#[path = "../benches/delivery/office.rs"]
mod office;

use office::Office;

#[test]
fn a_delivered_message_allocates_nothing_in_the_steady_state() {
    for lines in [1, 10, 1_000] {
        let mut office = Office::new(lines);
        // The queue finds its size.
        office.speak(|_, _| {});
        let mut heard = 0;
        let counted = allocation_counter::measure(|| {
            for _ in 0..100 {
                office.speak(|_, _| heard += 1);
            }
        });
        assert_eq!((heard, counted.count_total), (100 * lines, 0), "{lines} lines");
    }
}

#[test]
fn what_allocates_is_counted() {
    let counted = allocation_counter::measure(|| drop(Office::new(1)));
    assert!(counted.count_total > 0);
}
