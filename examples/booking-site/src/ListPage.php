<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

use Cotp\Ledger\Ledger;

/** The bookings that match a search, a page at a time, and the form for a new one. */
final class ListPage
{
    private string $query;
    /** @var array<string, ?int> */
    private array $place;

    /** @param array<string, mixed> $input the query of the URL: q, and before or after, the number of a booking */
    public function __construct(private Bookings $bookings, private Ledger $ledger, private string $csrfToken, array $input = [])
    {
        $this->query = is_string($input['q'] ?? null) ? mb_substr(trim(mb_scrub($input['q'], 'UTF-8')), 0, Search::LONGEST) : '';
        foreach (['before', 'after'] as $name) {
            $this->place[$name] = is_string($input[$name] ?? null) && preg_match('/^[1-9]\d{0,17}$/D', $input[$name]) ? (int) $input[$name] : null;
        }
        $this->place['after'] === null || $this->place['before'] = null;
    }

    public function html(string $notice, ?Entry $refused = null): string
    {
        $query = Html::text($this->query);
        $longest = Search::LONGEST;
        return Html::frame('Bookings', Html::notice($notice) . <<<HTML
            <h1>Bookings</h1>
            <form method="get" action="/" role="search" class="search">
            <label for="q">Search</label>
            <input type="search" name="q" id="q" value="$query" maxlength="$longest" dir="auto" autocomplete="off" aria-describedby="q-hint"><button class="plain">Search</button>
            <p class="hint" id="q-hint">The beginning of a name, e-mail address, phone number or booking number; #12 for the booking 12. At most six words count.</p>
            </form>
            HTML . $this->bookingForm($refused) . $this->live()->html());
    }

    /** The part that is updated: the same page of the same search. */
    public function live(): Live
    {
        $page = $this->bookings->page($this->query, ...$this->place);
        $asks = $this->ledger->findMany(array_map(static fn (array $booking): string => Bookings::key($booking['id']), $page['bookings']));
        $items = '';
        foreach ($page['bookings'] as $booking) {
            $items .= self::item($booking, new Progress($booking, $asks[Bookings::key($booking['id'])] ?? null));
        }
        $list = $items !== '' ? "<ul class=\"bookings\">$items</ul>" : '<p class="panel">'
            . ($this->query === '' ? 'No bookings here.' : 'No bookings here match <q><bdi>' . Html::text($this->query) . '</bdi></q>.') . '</p>';
        $html = $list . $this->paging($page);
        return new Live('/live' . $this->url($this->place), $html, $html, 'The list of bookings has changed.', $this->csrfToken);
    }

    /** @param array<string, mixed> $booking */
    private static function item(array $booking, Progress $progress): string
    {
        [$class, $label] = $progress->badge();
        return "<li id=\"booking-{$booking['id']}\"><a href=\"/bookings/{$booking['id']}\"><span class=\"number\">#{$booking['id']}</span> <span class=\"guest\"><bdi>"
            . Html::text($booking['guest']) . '</bdi></span> <span class="stay"><bdi>' . Html::text(Html::stay($booking)) . '</bdi></span> <span class="amount"><bdi>' . Html::text(Html::amount($booking))
            . "</bdi></span> <span class=\"badge $class\">" . Html::text($label) . '</span></a></li>';
    }

    /** @param array{bookings: list<array<string, mixed>>, newer: ?int, older: ?int} $page */
    private function paging(array $page): string
    {
        $count = count($page['bookings']);
        $text = match (true) {
            $count === 0 => '',
            $page['newer'] === null && $page['older'] === null => $count === 1 ? '1 booking' : "$count bookings",
            default => "$count on this page, and there are more",
        };
        $links = $page['newer'] === null ? '' : '<a rel="prev" href="/' . Html::text($this->url(['after' => $page['newer']])) . '">Newer bookings</a>';
        $links .= $page['older'] === null ? '' : ' <a rel="next" href="/' . Html::text($this->url(['before' => $page['older']])) . '">Older bookings</a>';
        $links .= $count > 0 || array_filter([$this->query, ...$this->place]) === [] ? '' : '<a href="/">All bookings</a>';
        return "<nav class=\"paging\" aria-label=\"Pages\"><span>$text</span> $links</nav>";
    }

    /** @param array<string, ?int> $place */
    private function url(array $place): string
    {
        $parameters = array_filter(['q' => $this->query, ...$place], static fn (string|int|null $value): bool => $value !== null && $value !== '');
        return $parameters === [] ? '' : '?' . http_build_query($parameters);
    }

    private function bookingForm(?Entry $refused): string
    {
        $form = new Form($refused ?? Entry::begin([
            'language' => Languages::DEFAULT, 'arrival' => gmdate('Y-m-d', time() + 14 * 86400), 'nights' => 1, 'currency' => 'EUR',
        ]));
        $open = $refused === null ? '' : ' open';
        $csrf = Html::text($this->csrfToken);
        $currencies = array_keys(Money::DECIMALS);
        return <<<HTML
            <details class="panel"$open><summary>New booking</summary>
            {$form->refusal()}
            <form method="post" action="/bookings" class="fields">
            <input type="hidden" name="csrf" value="$csrf">
            {$form->input('guest', 'Guest', 'dir="auto" maxlength="100" required', 'wide')}
            {$form->contact()}
            {$form->input('arrival', 'Arrival', 'type="date" required')}
            {$form->input('nights', 'Nights', 'type="number" min="1" max="99" required')}
            {$form->input('amount', 'Amount', 'inputmode="decimal" placeholder="120.00" maxlength="20" required')}
            {$form->select('currency', 'Currency', array_combine($currencies, $currencies))}
            <button>Book</button>
            </form></details>
            HTML;
    }
}
