use finews::layout::wrap;
use finews::text::cells::Cells;
#[test]
fn t() {
    for t in [
        "报告ETF（五一）基金",
        "报告1《五一》基金",
        "报告=1《",
        "报告g=1《五",
    ] {
        println!("{:?}", wrap(t, 8, Cells::default()));
    }
}
