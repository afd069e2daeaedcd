<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpProbeTests;

use Random\Engine\Xoshiro256StarStar;
use Random\Randomizer;

/** A sample body, or a curl line around it, as somebody copies it from a reference page. */
final class Sample
{
    private const ALWAYS = ['form.bookerId', 'form.deliveryMethod'];
    private const SHARE_PRESENT = 0.6;
    private const SHARE_OUTSIDE = 0.03;
    private const VALUES = [
        'form.bookerId' => 'hotel-42', 'form.email' => 'guest@example.com', 'form.phone' => '441632960001', 'form.callbackUrl' => 'https://hotel.example/cotp',
        'form.cardUri' => 'https://service.pcibooking.net/api/payments/paycard/6f1e0c5a9d2b4e7f8a3c1d0b5e9f7a2c', 'form.recipientName' => "Maeve O'Neill",
        'form.bookerName' => 'Hotel Example', 'form.language' => 'EN', 'form.css' => 'hotel-style', 'form.amount' => 120.5, 'form.currency' => 'EUR',
        'form.supportLink' => 'https://hotel.example/help', 'form.supportLinkText' => 'Help', 'form.supportEmail' => 'help@hotel.example',
        'form.supportPhone' => '+441632960002', 'form.threeDs' => true, 'form.merchantName' => 'Hotel Example Ltd', 'form.headerText' => 'Please enter your card.',
        'form.footerText' => 'Thank you!', 'form.template' => 'default', 'form.deliveryMethod' => 'Email',
    ];
    /** Fields that other services have and that ours does not have. */
    private const FOREIGN = ['ReservationNumber' => 'R-1', 'CheckInDate' => '2027-01-31', 'NumberOfNights' => 3, 'RoomType' => 'double', 'Notes' => 'late arrival'];
    private const FORMS = ['JSON', 'JSON in one line', 'JSON with CRLF and a byte order mark', 'curl', 'curl in one line', 'curl of a reference page', 'curl for Windows'];

    /** @param array<string, string> $wire the names in the sample by wire key */
    private function __construct(public readonly array $wire, public readonly string $content, private string $form, private bool $hasPlaceholders)
    {
    }

    public static function draw(Names $names, int $seed, int $number): self
    {
        $random = new Randomizer(new Xoshiro256StarStar(hash('sha256', "sample $seed/$number", true)));
        do {
            $wire = self::drawNames($names, $random);
        } while (count(array_unique(array_map(strtolower(...), $wire))) < count($wire));
        $hasPlaceholders = $random->getInt(1, 3) === 1;
        $body = [];
        foreach ($wire as $key => $name) {
            $value = self::VALUES[$key];
            $body[$name] = $hasPlaceholders ? (is_string($value) ? 'string' : (is_bool($value) ? $value : 0)) : $value;
        }
        foreach ($random->pickArrayKeys(self::FOREIGN, 2) as $name) {
            $body[$name] = self::FOREIGN[$name];
        }
        $body = self::shuffled($random, $body);
        $form = self::FORMS[$number % count(self::FORMS)];
        return new self($wire, self::content($form, $body), $form, $hasPlaceholders);
    }

    public function text(): string
    {
        return $this->form . ', ' . count($this->wire) . ' names' . ($this->hasPlaceholders ? ', without real values' : '');
    }

    /** @return array<string, string> */
    private static function drawNames(Names $names, Randomizer $random): array
    {
        $isCamelCase = $random->getInt(0, 1) === 1;
        $destination = Variation::pick($random, ['form.email', 'form.phone']);
        $wire = [];
        foreach (array_keys(self::VALUES) as $key) {
            $isPresent = in_array($key, [...self::ALWAYS, $destination], true) || $random->getInt(0, 99) < 100 * self::SHARE_PRESENT;
            if (!$isPresent) {
                continue;
            }
            $isOutside = $random->getInt(0, 999) < 1000 * self::SHARE_OUTSIDE && $names->outside($key) !== [];
            $fitting = array_values(array_filter($names->inside($key), static fn (string $name): bool => !$names->isAmbiguous($key, $name)));
            $name = Variation::pick($random, $isOutside ? $names->outside($key) : $fitting);
            $wire[$key] = $isCamelCase ? lcfirst($name) : $name;
        }
        return $wire;
    }

    /**
     * @param array<string, mixed> $body
     * @return array<string, mixed>
     */
    private static function shuffled(Randomizer $random, array $body): array
    {
        return array_replace(array_flip($random->shuffleArray(array_keys($body))), $body);
    }

    /** @param array<string, mixed> $body */
    private static function content(string $form, array $body): string
    {
        $flags = JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR;
        $line = json_encode($body, $flags);
        $lines = json_encode($body, $flags | JSON_PRETTY_PRINT);
        $quoted = static fn (string $text): string => "'" . str_replace("'", "'\\''", $text) . "'";
        $url = 'https://service.pcibooking.net/api/cardrequest';
        return match ($form) {
            'JSON' => "$lines\n",
            'JSON in one line' => $line,
            'JSON with CRLF and a byte order mark' => "\u{FEFF}" . str_replace("\n", "\r\n", "$lines\n"),
            'curl' => "curl -X POST $url \\\n  -H 'Authorization: APIKEY <your key>' \\\n  -H \"Content-Type: application/json\" \\\n  -d " . $quoted($lines) . "\n",
            'curl in one line' => "curl $url -H 'Content-Type: application/json' --data-raw " . $quoted($line) . ' -H "Authorization: APIKEY abc"',
            'curl of a reference page' => "curl --request POST \\\n     --url $url \\\n     --header 'accept: application/json' \\\n"
                . "     --header 'content-type: application/json' \\\n     --data " . $quoted("\n$lines\n") . "\n",
            'curl for Windows' => "curl --location --request POST \"$url\" ^\n  --header \"Content-Type: application/json\" ^\n  --data \"" . addcslashes($line, '"\\') . "\"\n",
        };
    }
}
