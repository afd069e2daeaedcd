--TEST--
send() writes every field of the form under its wire name, the extra fields unchanged, and exactly our headers
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$peer = Peer::start([created('one'), created('two'), created('three')]);
$cotp = client($peer);
$form = new CotpForm(
    bookerId: 'hotel-42',
    email: 'guest@example.com',
    callbackUrl: 'https://hotel.example/cotp?a=1&cotp=v1.k1',
    recipientName: 'Zoë "Z" Ñandú 😀',
    bookerName: "O'Brien & Söhne </script>",
    language: 'de',
    css: 'hotel-css',
    amount: 12345,
    currency: 'EUR',
    supportLink: 'https://hotel.example/help',
    supportLinkText: 'Help',
    supportEmail: 'help@hotel.example',
    supportPhone: '+41 44 668 18 00',
    threeDs: true,
    merchantName: 'Hotel',
    headerText: "Dear \$~recipient_name~\$,\nplease",
    footerText: 'Bye',
    template: 'default',
    extra: ['Custom' => ['list' => [1, 2.5, true, null], 'map' => [7 => 'seven'], 'empty' => []], 'Zero' => 0],
);
foreach (get_object_vars($form) as $name => $value) {
    if ($value === null && $name !== 'phone' && $name !== 'cardUri') {
        echo "$name is missing in this test\n";
    }
}
echo $cotp->send($form), "\n";
echo $cotp->send(new CotpForm('hotel-42', phone: '+41446681800', threeDs: false, amount: '12.50', currency: 'CHF')), "\n";
echo $cotp->send(new CotpForm('hotel-42', email: 'guest@example.com', cardUri: 'https://secure.pcibooking.net/api/payments/paycard/' . str_repeat('ab', 16))), "\n";
foreach ($peer->requests() as $number => $request) {
    if ($number === 0) {
        echo preg_replace('/^(Host: 127.0.0.1):\d+|(cotp\/)[0-9.]+$/m', '$1$2', implode("\n", $request['headerLines'])), "\n";
    }
    echo $request['method'], ' ', $request['path'], "\n", json_encode(json_decode($request['body']), JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE), "\n";
}
?>
--EXPECTF--
one
two
three
Host: 127.0.0.1
User-Agent: cotp/%A
Authorization: APIKEY key-4711
Accept: application/json
Accept-Encoding: identity
Content-Type: application/json
Content-Length: %d
POST /api/cardrequest
{
    "BookerId": "hotel-42",
    "RecipientEmail": "guest@example.com",
    "CallbackUrl": "https://hotel.example/cotp?a=1&cotp=v1.k1",
    "RecipientName": "Zoë \"Z\" Ñandú 😀",
    "BookerName": "O'Brien & Söhne </script>",
    "Language": "de",
    "Css": "hotel-css",
    "Amount": 12345,
    "Currency": "EUR",
    "CustomerSupportLink": "https://hotel.example/help",
    "CustomerSupportLinkText": "Help",
    "CustomerSupportEmail": "help@hotel.example",
    "CustomerSupportPhone": "+41 44 668 18 00",
    "ThreeDs": true,
    "merchantName": "Hotel",
    "HeaderText": "Dear $~recipient_name~$,\nplease",
    "FooterText": "Bye",
    "Template": "default",
    "DeliveryMethod": "Email",
    "Custom": {
        "list": [
            1,
            2.5,
            true,
            null
        ],
        "map": {
            "7": "seven"
        },
        "empty": []
    },
    "Zero": 0
}
POST /api/cardrequest
{
    "BookerId": "hotel-42",
    "RecipientPhone": "41446681800",
    "Language": "EN",
    "Amount": "12.50",
    "Currency": "CHF",
    "ThreeDs": false,
    "DeliveryMethod": "SMS"
}
POST /api/cardrequest/cvv
{
    "BookerId": "hotel-42",
    "RecipientEmail": "guest@example.com",
    "CardUri": "https://secure.pcibooking.net/api/payments/paycard/abababababababababababababababab",
    "Language": "EN",
    "DeliveryMethod": "Email"
}
