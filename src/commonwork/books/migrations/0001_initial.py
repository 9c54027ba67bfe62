"""The tables of the books, each whole in one step: constraints and indexes stand inside CreateModel, because adding
one later makes SQLite rebuild the table. Entries and postings are made by CreateFrozenTable."""

import django.db.models.deletion
from django.db import migrations, models

from commonwork.books.frozen_tables import CreateFrozenTable


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('chart', models.CharField(max_length=20, verbose_name='chart of accounts')),
                ('unit', models.CharField(default='USD', max_length=12, verbose_name='unit')),
                ('opened_on', models.DateField(verbose_name='opened on')),
                ('closed_until', models.DateField(blank=True, null=True, verbose_name='closed until')),
                ('head_seq', models.PositiveBigIntegerField(default=0, verbose_name='number of the last entry')),
                ('head_hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64, verbose_name='hash of the last entry')),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='book', to='registry.organisation')),
            ],
            options={
                'verbose_name': 'book',
                'verbose_name_plural': 'books',
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('kind', models.CharField(choices=[('asset', 'asset'), ('liability', 'liability'), ('equity', 'equity'), ('income', 'income'), ('expense', 'expense')], max_length=12, verbose_name='kind')),
                ('by', models.CharField(blank=True, default='', max_length=20, verbose_name='kept by')),
                ('unit', models.CharField(default='USD', max_length=12, verbose_name='unit')),
                ('book', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='books.book')),
            ],
            options={
                'verbose_name': 'account',
                'verbose_name_plural': 'accounts',
                'constraints': [models.UniqueConstraint(fields=('book', 'code'), name='account_once_a_book')],
            },
        ),
        migrations.CreateModel(
            name='Balance',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='balance', serialize=False, to='books.account')),
                ('amount_minor', models.BigIntegerField(default=0, verbose_name='balance')),
                ('floor_minor', models.BigIntegerField(blank=True, null=True, verbose_name='floor')),
                ('ceiling_minor', models.BigIntegerField(blank=True, null=True, verbose_name='ceiling')),
            ],
            options={
                'verbose_name': 'balance',
                'verbose_name_plural': 'balances',
                'constraints': [models.CheckConstraint(condition=models.Q(('floor_minor', None), ('amount_minor__gte', models.F('floor_minor')), _connector='OR'), name='balance_above_floor'), models.CheckConstraint(condition=models.Q(('ceiling_minor', None), ('amount_minor__lte', models.F('ceiling_minor')), _connector='OR'), name='balance_below_ceiling')],
            },
        ),
        CreateFrozenTable(
            name='Entry',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField(verbose_name='number')),
                ('effective_on', models.DateField(verbose_name='counts for')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('source', models.CharField(max_length=40, verbose_name='fact')),
                ('memo_hash', models.CharField(blank=True, default='', max_length=64, verbose_name='hash of the memo')),
                ('mirror', models.UUIDField(null=True, verbose_name='mirror')),
                ('is_closing', models.BooleanField(default=False, verbose_name='closes a year')),
                ('line_count', models.PositiveIntegerField(verbose_name='number of lines')),
                ('payload_hash', models.CharField(max_length=64, verbose_name='hash of what it says')),
                ('prev_hash', models.CharField(max_length=64, verbose_name='hash before')),
                ('hash', models.CharField(max_length=64, verbose_name='hash')),
                ('book', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='books.book')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='books.entry', verbose_name='reverses')),
            ],
            options={
                'verbose_name': 'entry',
                'verbose_name_plural': 'entries',
                'constraints': [models.UniqueConstraint(fields=('book', 'seq'), name='entry_once_a_seq')],
                'indexes': [
                    models.Index(fields=['source'], name='entry_source'),
                    models.Index(condition=models.Q(('mirror__isnull', False)), fields=['mirror'], name='entry_mirror'),
                    models.Index(fields=['book', 'effective_on', 'seq'], name='entry_by_day'),
                ],
            },
        ),
        CreateFrozenTable(
            name='Posting',
            fields=[
                ('pk', models.CompositePrimaryKey('book_id', 'seq', 'line', blank=True, editable=False, primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField(verbose_name='number of the entry')),
                ('line', models.PositiveIntegerField(verbose_name='line')),
                ('effective_on', models.DateField(verbose_name='counts for')),
                ('amount_minor', models.BigIntegerField(verbose_name='amount')),
                ('party', models.CharField(blank=True, default='', max_length=80, verbose_name='party')),
                ('fund', models.CharField(blank=True, default='', max_length=60, verbose_name='fund')),
                ('is_closing', models.BooleanField(default=False, verbose_name='closes a year')),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='books.account')),
                ('book', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='books.book')),
            ],
            options={
                'verbose_name': 'posting',
                'verbose_name_plural': 'postings',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('amount_minor', 0), _negated=True), name='posting_moves_something'),
                    models.CheckConstraint(condition=models.Q(('line__gte', 1)), name='posting_line_from_one'),
                ],
                'indexes': [
                    models.Index(fields=['book', 'account', 'effective_on', 'seq', 'line', 'amount_minor'], name='posting_by_account'),
                    models.Index(condition=models.Q(('party', ''), _negated=True), fields=['account', 'party', 'effective_on', 'amount_minor'], name='posting_by_party'),
                    models.Index(condition=models.Q(('is_closing', True)), fields=['book', 'effective_on', 'account', 'amount_minor'], name='posting_closing'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Memo',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='memo_row', serialize=False, to='books.entry')),
                ('salt', models.CharField(max_length=32, verbose_name='salt')),
                ('text', models.CharField(max_length=300, verbose_name='memo')),
                ('is_erased', models.BooleanField(default=False, verbose_name='erased')),
            ],
            options={
                'verbose_name': 'memo',
                'verbose_name_plural': 'memos',
            },
        ),
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ends_on', models.DateField(verbose_name='open again from')),
                ('closed_at', models.DateTimeField(verbose_name='closed at')),
                ('head_seq', models.PositiveBigIntegerField(verbose_name='number of the last entry')),
                ('head_hash', models.CharField(max_length=64, verbose_name='hash of the last entry')),
                ('sums', models.JSONField(verbose_name='balances at the close')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='books.book')),
            ],
            options={
                'verbose_name': 'closed period',
                'verbose_name_plural': 'closed periods',
                'constraints': [models.UniqueConstraint(fields=('book', 'ends_on'), name='period_closed_once')],
            },
        ),
        migrations.CreateModel(
            name='Equipment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('what', models.CharField(max_length=200, verbose_name='what')),
                ('cost_minor', models.PositiveBigIntegerField(verbose_name='cost')),
                ('first_month', models.DateField(verbose_name='charged from')),
                ('life_months', models.PositiveIntegerField(verbose_name='life in months')),
                ('bought_on', models.DateField(blank=True, null=True, verbose_name='bought on')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='equipment', to='books.book')),
            ],
            options={
                'verbose_name': 'equipment',
                'verbose_name_plural': 'equipment',
                'constraints': [models.CheckConstraint(condition=models.Q(('life_months__gte', 1)), name='equipment_lives_a_month')],
            },
        ),
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('is_firm', models.BooleanField(default=False, verbose_name='nothing beyond it is approved')),
                ('adopted_on', models.DateField(verbose_name='adopted on')),
                ('adopted_by', models.CharField(max_length=160, verbose_name='adopted by')),
                ('decision', models.CharField(blank=True, default='', max_length=160, verbose_name='decided in')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budgets', to='books.book')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='books.budget')),
            ],
            options={
                'verbose_name': 'budget',
                'verbose_name_plural': 'budgets',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='budget_ends_after_start'), models.UniqueConstraint(fields=('book', 'starts_on', 'ends_on', 'version'), name='budget_once_a_version')],
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('place', models.PositiveIntegerField(verbose_name='place')),
                ('fund', models.CharField(blank=True, default='', max_length=60, verbose_name='fund')),
                ('party', models.CharField(blank=True, default='', max_length=80, verbose_name='party')),
                ('planned_minor', models.PositiveBigIntegerField(verbose_name='planned')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budget_lines', to='books.account')),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='books.budget')),
            ],
            options={
                'verbose_name': 'budget line',
                'verbose_name_plural': 'budget lines',
                'constraints': [models.UniqueConstraint(fields=('budget', 'account', 'fund', 'party'), name='budget_line_once')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('kind', models.CharField(choices=[('refund', 'I paid; pay me back'), ('bill', 'A bill to be paid')], default='refund', max_length=8, verbose_name='kind')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'waits for a decision'), ('returned', 'sent back'), ('approved', 'waits to be paid'), ('paid', 'paid'), ('withdrawn', 'withdrawn')], default='draft', max_length=12, verbose_name='state')),
                ('amount_minor', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='amount')),
                ('spent_on', models.DateField(blank=True, null=True, verbose_name='day')),
                ('fund', models.CharField(blank=True, default='', max_length=60, verbose_name='fund')),
                ('party', models.CharField(blank=True, default='', max_length=80, verbose_name='party')),
                ('what', models.CharField(blank=True, default='', max_length=300, verbose_name='what for')),
                ('reason', models.CharField(blank=True, default='', max_length=300, verbose_name='why it was sent back')),
                ('salt', models.CharField(max_length=32, verbose_name='salt')),
                ('submitted_on', models.DateField(blank=True, null=True, verbose_name='sent on')),
                ('paid_on', models.DateField(blank=True, null=True, verbose_name='paid on')),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='books.account')),
                ('approval', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='approves_claim', to='books.entry')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='books.book')),
                ('claimant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='registry.person')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims_decided', to='registry.person')),
                ('payment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pays_claim', to='books.entry')),
            ],
            options={
                'verbose_name': 'claim',
                'verbose_name_plural': 'claims',
                'indexes': [models.Index(fields=['book', 'state'], name='claim_state'), models.Index(fields=['claimant', 'state'], name='claim_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('claimant')), _negated=True), _connector='OR'), name='claim_not_decided_by_claimant'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'withdrawn']), models.Q(('account__isnull', False), ('amount_minor__gt', 0), ('spent_on__isnull', False)), _connector='OR'), name='sent_claim_is_whole'), models.CheckConstraint(condition=models.Q(('approval__isnull', False), models.Q(('state__in', ['approved', 'paid']), _negated=True), _connector='OR'), name='approved_claim_is_posted'), models.CheckConstraint(condition=models.Q(models.Q(('paid_on__isnull', False), ('payment__isnull', False), ('state', 'paid')), models.Q(models.Q(('state', 'paid'), _negated=True), ('paid_on', None), ('payment', None)), _connector='OR'), name='paid_claim_is_posted')],
            },
        ),
    ]
