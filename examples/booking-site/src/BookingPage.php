<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

use Cotp\Ledger\Ask;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use Cotp\Ledger\Ledger;

/** One booking: what was asked, what has come of it, and what the agent can do now. */
final class BookingPage
{
    private string $path;
    private ?Ask $ask;
    private Progress $progress;

    /** @param array<string, mixed> $booking */
    public function __construct(private array $booking, private Bookings $bookings, Ledger $ledger, private string $csrfToken)
    {
        $this->path = "/bookings/{$booking['id']}";
        $this->ask = $ledger->find(Bookings::key($booking['id']));
        $this->progress = new Progress($booking, $this->ask);
    }

    public function html(string $notice, ?Entry $refused = null): string
    {
        $guest = Html::text($this->booking['guest']);
        return Html::frame($this->booking['guest'], '<p class="back"><a href="/">All bookings</a></p>' . Html::notice($notice)
            . "<h1><bdi>$guest</bdi></h1>" . $this->live()->html() . $this->contactForm($refused));
    }

    /** The part that is updated. */
    public function live(): Live
    {
        $replaces = Desk::replaces($this->ask);
        $history = $this->history();
        $html = $this->facts() . ($this->ask === null ? '' : $this->request($this->ask)) . ($replaces === null ? '' : $this->askForm($replaces)) . $history;
        return new Live("$this->path/live", $html, serialize([$this->booking, $this->ask, $history]), $this->progress->badge()[1], $this->csrfToken);
    }

    private function facts(): string
    {
        $booking = $this->booking;
        $facts = [
            'Booking' => "#{$booking['id']}", 'Stay' => Html::stay($booking), 'Amount' => Html::amount($booking), 'E-mail' => $booking['email'],
            'Phone' => $booking['phone'] ?: '–', 'Language' => Languages::NAMES[$booking['language']] ?? $booking['language'],
        ];
        $html = '';
        foreach ($facts as $name => $value) {
            $html .= "<div><dt>$name</dt><dd><bdi>" . Html::text($value) . '</bdi></dd></div>';
        }
        return "<dl class=\"panel facts\" id=\"facts\">$html</dl>";
    }

    private function askForm(int $replaces): string
    {
        $isCard = $this->booking['card_uri'] === null;
        $kind = $isCard ? 'card' : 'security_code';
        $title = $isCard ? 'Ask for the card' : 'Ask for the security code';
        $why = $isCard
            ? "The guest receives a link and enters the card on PCI Booking's page. We never see the card number."
            : 'A card is stored (token ' . Html::text(self::masked($this->booking['card_uri'])) . '). If its security code has been deleted, ask for it again.';
        [$email, $phone] = [Html::text($this->booking['email']), Html::text($this->booking['phone'])];
        $sms = $phone === '' ? '' : "<label><input type=\"radio\" name=\"channel\" value=\"sms\"> SMS to <bdi>$phone</bdi></label>";
        return <<<HTML
            <section class="panel" id="ask">
            <h2>$title</h2>
            <p>$why</p>
            <form method="post" action="$this->path/ask">
            {$this->csrf()}<input type="hidden" name="replaces" value="$replaces"><input type="hidden" name="kind" value="$kind">
            <fieldset><legend>Send by</legend>
            <label><input type="radio" name="channel" value="email" checked> E-mail to <bdi>$email</bdi></label>
            $sms
            </fieldset>
            <button>$title</button>
            </form>
            </section>
            HTML;
    }

    /** The newest request. */
    private function request(Ask $ask): string
    {
        [$class, $label, $explanation] = $this->progress->badge();
        return "<section class=\"panel request\" id=\"request\"><h2>{$this->progress->kind()}</h2><p><span class=\"badge $class\">" . Html::text($label) . '</span></p>'
            . ($explanation === '' ? '' : '<p>' . Html::text($explanation) . '</p>') . $this->result($ask)
            . ($ask->trouble === '' ? '' : '<p class="trouble">' . Html::text($ask->trouble) . '</p>') . $this->buttons($ask) . '</section>';
    }

    private function result(Ask $ask): string
    {
        if ($ask->ending !== Ending::CardStored) {
            return '';
        }
        $isKept = $this->booking['card_uri'] !== null && $this->booking['card_attempt'] === $ask->attempt;
        return '<dl class="facts"><div><dt>Token</dt><dd>' . ($isKept ? Html::text(self::masked($this->booking['card_uri'])) : '…')
            . '</dd></div><div><dt>Security code kept until</dt><dd>'
            . ($isKept ? gmdate('j F Y, H:i', $this->booking['retention_until']) . ' UTC' : 'setting …') . '</dd></div></dl>';
    }

    private function buttons(Ask $ask): string
    {
        $again = '<p class="hint">The guest did not get it? A new link replaces this one. Correct the address below first, if it is wrong.</p>'
            . '<button class="plain" name="channel" value="email">New link by e-mail</button>'
            . ($this->booking['phone'] === '' ? '' : ' <button class="plain" name="channel" value="sms">New link by SMS</button>');
        return match ($ask->state) {
            AskState::Unknown => $this->action($ask, 'set-aside', '<button class="plain">The guest received no message: set aside</button>'),
            AskState::Sent => $this->action($ask, 'cancel', '<button class="plain">Cancel the link</button>') . $this->action($ask, 'send-again', $again),
            default => '',
        };
    }

    /** A form that acts on the send that the page shows, and on no other. */
    private function action(Ask $ask, string $name, string $content): string
    {
        $send = Html::text(Desk::sendId($ask));
        return "<form method=\"post\" id=\"$name\" action=\"$this->path/$name\">{$this->csrf()}<input type=\"hidden\" name=\"send\" value=\"$send\">$content</form>";
    }

    private function contactForm(?Entry $refused): string
    {
        // A form that is shown again is still about what the agent saw first.
        $seen = Html::text($refused->values['seen'] ?? Bookings::contactVersion($this->booking));
        $form = new Form($refused ?? Entry::begin(array_intersect_key($this->booking, array_flip(Entry::CONTACT))));
        $open = $refused === null ? '' : ' open';
        return <<<HTML
            <details class="panel"$open><summary>Correct the e-mail address, phone number or language</summary>
            {$form->refusal()}
            <form method="post" action="$this->path/contact" class="fields">
            {$this->csrf()}<input type="hidden" name="seen" value="$seen">
            {$form->contact()}
            <button>Save</button>
            </form></details>
            HTML;
    }

    private function history(): string
    {
        $items = '';
        foreach ($this->bookings->eventsOf($this->booking['id']) as $event) {
            $items .= '<li><time>' . gmdate('H:i:s', $event['happened_at']) . '</time> ' . Html::text($event['text']) . '</li>';
        }
        return $items === '' ? '' : "<details class=\"history\" id=\"history\"><summary>History</summary><ol>$items</ol></details>";
    }

    private function csrf(): string
    {
        return '<input type="hidden" name="csrf" value="' . Html::text($this->csrfToken) . '">';
    }

    /** With our key, the token gives access to the card, so pages show only its end. */
    private static function masked(string $cardUri): string
    {
        return '…' . substr(basename($cardUri), -4);
    }
}
