--TEST--
The end of a retention is sent in UTC, to the second, from any time zone, and is read as UTC
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

date_default_timezone_set('America/New_York');
$token = str_repeat('ab', 16);
$peer = Peer::start(default: Peer::respond(204));
$cotp = client($peer);
$instant = time() + 86400 * 30;
$zones = ['UTC', 'Europe/Zurich', 'Asia/Kathmandu', 'Pacific/Kiritimati', '-09:30', 'EST'];
foreach ($zones as $zone) {
    $cotp->setRetention($token, new CotpRetention((new DateTimeImmutable("@$instant.75"))->setTimezone(new DateTimeZone($zone))));
}
$cotp->setRetention($token, new CotpRetention(DateTime::createFromFormat('U', (string) $instant)));
$cotp->setRetention($token, new CotpRetention((new DateTime('now'))->setTimestamp($instant)));
$bodies = array_unique(array_column($peer->requests(), 'body'));
echo count($peer->requests()), ' sent, ', count($bodies), " different\n";
var_dump(json_decode($bodies[0])->CvvEndRetentionDate === gmdate('Y-m-d\TH:i:s', $instant));

$dates = ['2030-01-19T11:58:00', '2030-01-19T11:58:00Z', '2030-01-19T11:58:00.9876543', '2030-01-19T11:58:00+02:00', '1999-02-28T23:59:59',
    '/Date(1893456000000)/', '/Date(1893456000000+0100)/', '/Date(-1500)/', '2030-01-19t11:58:00z', '2030-01-19T11:58:00+0100', '2030-01-19T11:58:00-05',
    '2030-01-19T11:58', '2030-01-19T11:58Z', '2030-01-19 11:58:00', '2030-01-19T11:58:00.' . str_repeat('9', 40) . 'z',
    '2030-02-29T00:00:00', '2030-01-19', 'soon', '', '/Date(1893456000)', '/Date()/', '1893456000000', '01/19/2030 11:58', '2030-01-19T11:58.5'];
foreach ($dates as $date) {
    $peer->append(Peer::json(200, ['CvvEndRetentionDate' => $date]));
    echo str_pad(substr($date, 0, 29), 30), outcome(fn () => $cotp->getRetention($token)->until->format(DATE_ATOM)), "\n";
}
?>
--EXPECT--
8 sent, 1 different
bool(true)
2030-01-19T11:58:00           2030-01-19T11:58:00+00:00
2030-01-19T11:58:00Z          2030-01-19T11:58:00+00:00
2030-01-19T11:58:00.9876543   2030-01-19T11:58:00+00:00
2030-01-19T11:58:00+02:00     2030-01-19T09:58:00+00:00
1999-02-28T23:59:59           1999-02-28T23:59:59+00:00
/Date(1893456000000)/         2030-01-01T00:00:00+00:00
/Date(1893456000000+0100)/    2030-01-01T00:00:00+00:00
/Date(-1500)/                 1969-12-31T23:59:58+00:00
2030-01-19t11:58:00z          2030-01-19T11:58:00+00:00
2030-01-19T11:58:00+0100      2030-01-19T10:58:00+00:00
2030-01-19T11:58:00-05        2030-01-19T16:58:00+00:00
2030-01-19T11:58              2030-01-19T11:58:00+00:00
2030-01-19T11:58Z             2030-01-19T11:58:00+00:00
2030-01-19 11:58:00           2030-01-19T11:58:00+00:00
2030-01-19T11:58:00.999999999 2030-01-19T11:58:00+00:00
2030-02-29T00:00:00           CotpProtocolException Answered 200
2030-01-19                    CotpProtocolException Answered 200
soon                          CotpProtocolException Answered 200
                              CotpProtocolException Answered 200
/Date(1893456000)             CotpProtocolException Answered 200
/Date()/                      CotpProtocolException Answered 200
1893456000000                 CotpProtocolException Answered 200
01/19/2030 11:58              CotpProtocolException Answered 200
2030-01-19T11:58.5            CotpProtocolException Answered 200
