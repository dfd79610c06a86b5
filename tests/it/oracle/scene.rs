//! A scene: the facts of a request, what the visitor said before, and the cookie that is asked about.

use cookie_consent::Cookie;
use cookie_consent::cookie::{Attributes, Party, SameSite, SetCookie, Storage};
use time::UtcDateTime;

use super::draw::Draw;
use super::drawn_site::lifetime;
use super::guest::Guest;
use super::record::Record;
use super::site::Site;

#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub(super) guest: Guest,
    pub(super) record: Record,
    pub(super) cookie: Cookie<'static>,
}

const NAMES: [&str; 6] = ["sid", "_ga", "_fbp", "ads_a", "ads_b", "pref"];

impl Scene {
    pub(super) fn draw(draw: &mut Draw, site: &Site, days: &[UtcDateTime]) -> Self {
        let guest = Guest::draw(draw, days);
        let record = Record::draw(draw, &guest, site);
        Self { cookie: Self::cookie(draw, site, guest.member), guest, record }
    }

    /// Mostly one that somebody declares, and in the way it is declared.
    fn cookie(draw: &mut Draw, site: &Site, member: Option<&str>) -> Cookie<'static> {
        let tenant = site.tenants.iter().find(|tenant| Some(tenant.id) == member);
        let of_tenant = tenant.and_then(|tenant| draw.one_of(&tenant.lines));
        let line = of_tenant.filter(|_| draw.chance(2)).or_else(|| draw.one_of(&site.lines));
        let mut cookie =
            Cookie::first_party(draw.one(&NAMES), draw.one(&["www.edx.org", "www.edx.org", "edx.org", "example.com"]));
        if let Some(line) = line.filter(|_| !draw.chance(20)) {
            cookie.name = match line.name {
                "ads_*" => draw.one(&["ads_a", "ads_b", "ads_c"]),
                "pre*" => draw.one(&["pref", "prelude"]),
                name => name,
            };
            cookie.host = line.host.unwrap_or(cookie.host);
            (cookie.party, cookie.storage) = (line.party, line.storage);
        }
        if draw.chance(30) {
            cookie.party = draw.one(&[Party::First, Party::Third]);
        }
        cookie.lifetime = lifetime(draw);
        if cookie.storage == Storage::Cookie && draw.chance(3) {
            cookie.attributes = Attributes::Set(SetCookie {
                secure: !draw.chance(8),
                http_only: draw.chance(2),
                domain: draw.chance(3),
                partitioned: draw.chance(2),
                same_site: draw.one(&[None, Some(SameSite::Lax), Some(SameSite::None)]),
                value_len: draw.one(&[10, 10, 10, 10, 10, 10, 10, 4_080, 4_090, 4_092, 4_093, 5_000]),
            });
        } else if cookie.storage != Storage::Cookie {
            cookie.attributes = Attributes::None;
        }
        cookie
    }
}
