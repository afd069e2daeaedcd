--TEST--
CotpForm refuses e-mail addresses with hidden characters and names without a visible one
--EXTENSIONS--
cotp
--FILE--
<?php
$hidden = ["\u{A0}", "\u{AD}", "\u{200B}", "\u{200E}", "\u{2028}", "\u{202A}", "\u{202E}", "\u{2060}", "\u{2066}", "\u{FEFF}", "\u{3000}", "\u{FE0F}", "\u{E0041}"];
$messages = [];
foreach ($hidden as $character) {
    foreach (['email', 'supportEmail'] as $field) {
        foreach (["guest@example.com$character", "{$character}guest@example.com", "gu{$character}est@example.com", "guest@exam{$character}ple.com"] as $address) {
            try {
                new CotpForm(...[$field => $address] + ['bookerId' => 'hotel-42', 'email' => 'guest@example.com']);
                echo 'accepted: ', json_encode($address), "\n";
            } catch (ValueError $error) {
                $messages[$error->getMessage()] = true;
            }
        }
    }
}
foreach (["\u{200B}", "\u{A0}", ' ', "two\u{2028}lines"] as $name) {
    try {
        new CotpForm(bookerId: 'hotel-42', email: 'guest@example.com', recipientName: $name);
        echo 'accepted: ', json_encode($name), "\n";
    } catch (ValueError $error) {
        $messages[$error->getMessage()] = true;
    }
}
echo implode("\n", array_keys($messages)), "\n";
$form = new CotpForm(bookerId: 'hotel-42', email: "gu\u{FC}st@example.com", recipientName: "\u{645}\u{6CC}\u{200C}\u{62E}", headerText: "\u{1F468}\u{200D}\u{1F469}\n\u{2764}\u{FE0F}");
echo json_encode($form->recipientName), "\n";
?>
--EXPECT--
CotpForm::__construct(): Argument #2 ($email) must not contain spaces or invisible characters
CotpForm::__construct(): Argument #14 ($supportEmail) must not contain spaces or invisible characters
CotpForm::__construct(): Argument #6 ($recipientName) must contain a visible character
CotpForm::__construct(): Argument #6 ($recipientName) must not contain line breaks
"\u0645\u06cc\u200c\u062e"
