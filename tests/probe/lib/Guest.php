<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpProbeTests;

use RuntimeException;

/** The tester as a guest: opens the link of each message after a moment, and enters a test card. */
final class Guest
{
    private const CARD = ['card_number' => '4111111111111111', 'expiry' => '12/39', 'security_code' => '737'];
    /** Seconds between a message and the guest's response. */
    private const REACTION = 1.0;
    /** Seconds between two looks. */
    private const LOOK = 0.2;

    /** @var array<string, float> when each message was noticed, by its link; infinity once its form is filled in */
    private array $noticed = [];
    private float $nextLook = 0.0;
    /** @var array<string, true> the tokens of the cards that were entered */
    public array $tokens = [];

    public function __construct(private string $origin)
    {
    }

    public function look(): void
    {
        if (microtime(true) < $this->nextLook) {
            return;
        }
        $this->nextLook = microtime(true) + self::LOOK;
        foreach ($this->messages() as $message) {
            $at = $this->noticed[$message['link']] ??= microtime(true);
            if ($at + self::REACTION <= microtime(true)) {
                $this->noticed[$message['link']] = INF;
                $this->request($message['link']);
                $this->request($message['link'], http_build_query(self::CARD));
                foreach ($this->list('/sandbox/cards.json') as $card) {
                    $this->tokens[$card['token']] = true;
                }
            }
        }
    }

    /** @return list<array<string, string>> every message of the sandbox, whoever it was sent to */
    public function messages(): array
    {
        return $this->list('/outbox.json');
    }

    /** Throws if the sandbox does not respond: an audit must not take this for "no messages". */
    public function requireService(): void
    {
        $this->request("$this->origin/outbox.json") !== '' || throw new RuntimeException('the sandbox does not respond');
    }

    /** @return array<mixed> one of the sandbox's lists; an empty one if the sandbox does not run */
    public function list(string $path): array
    {
        $text = $this->request($this->origin . $path);
        $list = json_decode($text, true);
        if ($text !== '' && (!is_array($list) || isset($list['code']))) {
            throw new RuntimeException("the sandbox responds to $path with: " . substr($text, 0, 200));
        }
        return $list ?? [];
    }

    private function request(string $url, ?string $form = null): string
    {
        $options = ['timeout' => 10, 'ignore_errors' => true, 'follow_location' => 0, 'header' => ['Connection: close']];
        if ($form !== null) {
            $options['header'][] = 'Content-Type: application/x-www-form-urlencoded';
            $options += ['method' => 'POST', 'content' => $form];
        }
        return (string) @file_get_contents($url, false, stream_context_create(['http' => $options]));
    }
}
